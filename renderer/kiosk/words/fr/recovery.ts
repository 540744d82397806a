import type { recovery as en } from '../en/recovery.ts'
import type { French } from './french.ts'

export const recovery: French<typeof en> = {
  steps: {
    now: 'En cours',
    next: 'Ensuite',
    checking: 'Ouverture de {{share}} et de votre image',
    checkingNoShare: 'Ouverture de votre image',
    slow: 'Plus long que d’ordinaire',
    recover: {
      keeping: 'Garder ce que vous aviez',
      'going-back': 'Revenir à {{clock}}',
      starting: 'Démarrer',
      checking: 'Vérifier',
    },
    undo: {
      keeping: 'Garder ce que vous avez',
      'going-back': 'Ramener {{clock}}',
      starting: 'Démarrer',
      checking: 'Vérifier',
    },
    restart: {
      keeping: 'Arrêter',
      'going-back': 'Préparer',
      starting: 'Démarrer',
      checking: 'Vérifier',
    },
    rebuild: {
      keeping: 'Garder ce que vous aviez',
      'going-back': 'Réinstaller',
      starting: 'Démarrer',
      checking: 'Vérifier',
    },
    wayBack: {
      keeping: 'Garder ce que vous aviez',
      'going-back': 'Revenir avant votre appui',
      starting: 'Démarrer',
      checking: 'Vérifier',
    },
  },

  recovering: {
    sending: 'Votre appui est en route',
    sendingLead: 'Vous pouvez relâcher.',
    recover: 'Nous le remettons debout',
    almost: 'C’est presque fait',
    undo: 'Nous ramenons ce que vous aviez',
    undoTo: 'Nous ramenons {{clock}}',
    restart: '{{name}} redémarre',
    again: 'Encore une fois, autrement',
    againLead: 'Le premier essai n’a pas réussi sa vérification. Vous n’avez rien à faire.',
    earlierLead: 'Le point de {{first}} n’a pas réussi sa vérification. Nous allons à un point antérieur, de {{when}}.',
    rebuild: '{{name}} est réinstallé',
    wayBack: 'Retour à l’état d’avant',
    wayBackLead: 'Cela n’a pas marché cette fois. Nous ramenons votre bureau tel qu’il était. Rien n’est perdu.',
    lead: 'Vous pouvez relâcher.',
    leadUndo: 'Vous n’avez rien à faire.',
    usual: 'Ce bureau prend d’ordinaire {{time}}.',
    slow: 'Cela prend plus de temps que d’ordinaire. Ce que vous aviez est gardé.',
    slowEarly: 'Cela prend plus de temps que d’ordinaire. Rien n’a changé jusqu’ici.',
    unit: 's',
    sincePressed: 'depuis votre appui',
    sinceUndo: 'depuis que vous avez choisi « Défaire »',
    sinceBegan: 'depuis le début',
  },

  done: {
    recovered: 'Vous êtes de retour à {{clock}}',
    recoveredDay: 'Vous êtes de retour à {{when}}',
    recoveredEarlier: 'Vous êtes de retour à {{clock}}, pas à {{promised}}',
    undone: 'Ce que vous aviez est revenu',
    undoneTo: 'Vous êtes de retour à {{clock}}, comme c’était',
    restarted: 'Redémarré',
    rebuilt: 'Réinstallé',
    broughtAll: 'Avec tout ce qui y était ouvert.',
    broughtDisk: 'Il a redémarré : ce qui n’était pas enregistré dans vos fenêtres n’a pas pu être ramené.',
    took: 'Cela a pris {{time}}.',
    share: 'Vos fichiers sur {{share}} sont comme ils étaient.',
    kept: 'Ce qui a changé depuis sur cet ordinateur est gardé pour vous.',
    keptFiles_one: '{{count}} fichier de {{folders}} est gardé pour vous.',
    keptFiles_many: '{{count}} fichiers de {{folders}} sont gardés pour vous.',
    keptFiles_other: '{{count}} fichiers de {{folders}} sont gardés pour vous.',
    earlier:
      'Le point de {{promised}} n’a pas réussi sa vérification à l’instant. Nous sommes donc allés à un point antérieur, de {{when}}. Celui-là l’a réussie.',
    missing: 'S’il manque quelque chose, appelez le {{number}}.',
    missingNobody: 'S’il manque quelque chose, appelez votre assistance.',
    closes: 'Se ferme tout seul dans {{time}}.',
    stays: 'Ceci reste jusqu’à ce que vous le fermiez.',
    undoStays: '« Défaire » reste dans la barre du haut {{until}}.',
  },

  failed: {
    title: 'Cela n’a pas marché cette fois',
    know: 'Ce que nous avons essayé n’a pas réussi sa vérification.',
    knowPoint: 'Nous avons essayé {{when}}. La vérification n’a pas réussi.',
    knowPoints:
      'Nous avons essayé {{first}}, puis des points antérieurs jusqu’à {{when}}. Aucun n’a réussi sa vérification.',
    knowUndo: 'Ce qui était gardé n’a pas pu être ramené.',
    knowRestart: 'Le redémarrage n’a pas abouti.',
    knowRebuild: 'La réinstallation n’a pas abouti.',
    lost: 'Votre bureau est tel qu’il était, et rien n’est perdu.',
    disk: 'Votre bureau est tel qu’il était sur son disque. Ce qui n’était pas enregistré dans vos fenêtres n’a pas pu être ramené.',
    doing:
      'Rien de plus de nous-mêmes. Vous pouvez continuer, redémarrer, ou appeler l’assistance : on y voit ce qui a été essayé.',
  },

  needsHelp: {
    title: 'L’assistance doit regarder cela',
    know: 'Votre bureau n’a pas pu être remis debout tout seul. Tout a été gardé.',
    doing: 'Nous demandons toutes les quelques secondes. Votre bureau apparaît ici dès que l’assistance l’a préparé.',
  },
}
