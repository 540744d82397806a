import type { press as en } from '../en/press.ts'
import type { French } from './french.ts'

export const press: French<typeof en> = {
  hold: {
    keep: 'Maintenez encore',
    release: 'Relâchez pour annuler',
    more: 'Encore {{seconds}}. Rien n’a changé jusqu’ici.',
    cancelled: 'Annulé',
    unchanged: 'Rien n’a changé.',
    tap: 'Maintenez {{time}}',
    held: 'Maintenu',
    spoken: 'Maintenez encore. Encore {{seconds}}. Relâchez pour annuler.',
  },

  consent: {
    title: 'Retour à {{when}}',
    proven: 'Vérifié : il fonctionne',
    share: 'Vos fichiers sur {{share}} restent intacts.',
    windows: 'Vos fenêtres ouvertes sont mises de côté. « Défaire » les ramène.',
    lost: {
      'was-off': 'Votre bureau n’est pas en marche : il n’y a pas de fenêtre ouverte à garder.',
      'no-answer':
        'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois : votre bureau ne répond pas.',
      'share-in-use':
        'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois : des fichiers de {{share}} y sont ouverts.',
      'share-not-left':
        'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois : le bureau ne lâche pas {{share}}.',
      'too-slow':
        'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois : ce serait trop long.',
      'no-room': 'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois : la place manque.',
      interrupted: 'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois.',
      'not-here': 'Ce qui n’est pas enregistré dans vos fenêtres ne peut pas être gardé cette fois.',
    },
    local: 'Ce qui a changé depuis sur cet ordinateur est gardé pour vous.',
    changed_one: '{{count}} fichier de {{folders}} a changé depuis {{clock}}. Nous le gardons pour vous.',
    changed_many: '{{count}} fichiers de {{folders}} ont changé depuis {{clock}}. Nous les gardons pour vous.',
    changed_other: '{{count}} fichiers de {{folders}} ont changé depuis {{clock}}. Nous les gardons pour vous.',
    unchanged: 'À notre connaissance, aucun fichier de vos dossiers n’a changé depuis {{clock}}.',
    ago: 'C’était il y a {{days}}.',
    takes: 'Cela prend environ {{time}}.',
    takesCold: 'Le bureau redémarre de là ; c’est plus long que d’ordinaire.',
    takesUnknown: 'On ne sait pas encore combien de temps cela prend : c’est la première fois.',
    hint: 'Ou appuyez encore une fois sur le bouton rouge pour rétablir.',
    unsure: 'Appuyez brièvement sur le bouton rouge, ou maintenez-le {{time}}.',
    shot: 'Votre bureau à {{clock}}, lors de la vérification',
    shotAlt: 'Votre bureau tel qu’il était à {{clock}}',
  },

  advice: {
    times_one: 'Rétablir n’a pas aidé longtemps.',
    times_many: 'Rétablir n’a pas aidé longtemps, déjà {{count}} fois.',
    times_other: 'Rétablir n’a pas aidé longtemps, déjà {{count}} fois.',
    earlier: 'Un point antérieur peut aider : celui de {{when}}.',
    helpDesk: '{{helpDesk}} On peut y regarder ce qui ne va pas.',
  },

  points: {
    title: 'Points antérieurs',
    lead: 'Tous ont été vérifiés et fonctionnent. Choisissez-en un, et vous voyez ce que ferait ce retour.',
    none: 'Il n’y a pas d’autre point vérifié de ce bureau.',
    looking: 'Nous les cherchons',
    again: 'Nous redemandons de nous-mêmes.',
    unchanged: 'Rien ne change avant que vous appuyiez sur « Rétablir ».',
    last: 'Le plus récent.',
    note: '« {{note}} »',
    limit: {
      old: 'Il a {{days}} : les mises à jour faites depuis manqueront.',
      'machine-password':
        'Si le bureau appartient à un domaine, son mot de passe de machine a pu changer depuis ; il doit alors s’y joindre de nouveau.',
      firmware: 'Les réglages du micrologiciel n’en font pas partie : ils restent tels quels.',
      'local-storage': 'Il ne couvre que le disque système. Ce qui est sur votre partage n’est jamais changé.',
    },
    reason: {
      first: 'De l’installation.',
      schedule: 'Pris à heure fixe.',
      'sign-out': 'Pris à la fin de votre session.',
      announced: 'Pris avant un changement.',
      'by-hand': 'Pris à la main.',
    },
  },

  queue: {
    next: 'Vous êtes le prochain',
    place_ordinal_one: 'Vous êtes en {{count}}re position',
    place_ordinal_other: 'Vous êtes en {{count}}e position',
    kept: 'Votre appui est retenu, vous pouvez relâcher.',
    lead: 'Beaucoup ont appuyé en même temps : {{of}} attendent. Rien ne change sur votre bureau avant votre tour.',
    leadNext: 'D’autres sont rétablis d’abord. Rien ne change sur votre bureau avant votre tour.',
    cancelling: 'Annulation',
  },

  undo: {
    title: 'Défaire le rétablissement ?',
    titleRestart: 'Défaire le redémarrage ?',
    titleUndo: 'Revenir sur « Défaire » ?',
    back: 'Votre bureau revient à {{clock}}, exactement comme il était. Le défaut revient avec lui.',
    backDisk: 'Votre bureau revient à {{clock}} et redémarre. Le défaut revient avec lui.',
    backUndo: 'Votre bureau revient à {{clock}}, avant que vous ayez choisi « Défaire ».',
    kept: 'Ce que vous avez fait depuis est gardé aussi.',
    lost: {
      'was-off': 'Il n’était pas en marche, rien n’y était donc ouvert.',
      'no-answer': 'Ce qui n’était pas enregistré n’a pas pu être gardé : votre bureau ne répondait pas.',
      'share-in-use':
        'Ce qui n’était pas enregistré n’a pas pu être gardé : des fichiers de {{share}} y étaient ouverts.',
      'share-not-left': 'Ce qui n’était pas enregistré n’a pas pu être gardé : le bureau ne lâchait pas {{share}}.',
      'too-slow': 'Ce qui n’était pas enregistré n’a pas pu être gardé : cela aurait été trop long.',
      'no-room': 'Ce qui n’était pas enregistré n’a pas pu être gardé : la place manquait.',
      interrupted: 'Ce qui n’était pas enregistré n’a pas pu être gardé : cela a été interrompu.',
      'not-here': 'Ce qui n’était pas enregistré n’a pas pu être gardé.',
    },
    share: 'Vos fichiers sur {{share}} restent intacts.',
    takes: 'Cela prend environ {{time}}.',
  },

  kept: {
    title: 'Votre appui est retenu',
    know: 'Le service de bureaux ne répond plus depuis {{clock}}. Votre appui n’a pas encore été envoyé : il n’a rien changé.',
    doubt: 'Votre appui a été envoyé, et aucune réponse n’est venue. Nous ne savons pas encore s’il est arrivé.',
    doing:
      'Nous redemandons toutes les 2 secondes. Quand le service répond, votre appui compte une fois, et une seule.',
    doingTry:
      'Nous redemandons toutes les 2 secondes. C’est l’essai {{tries}}. Quand le service répond, votre appui compte une fois, et une seule.',
    for: 'Nous le retenons une minute.',
    lost: {
      title: 'Rien n’a été envoyé',
      know: 'Le service de bureaux n’a pas répondu pendant une minute, nous avons donc abandonné votre appui. Rien n’a changé.',
      doing: 'Nous cherchons toujours le service de bureaux. Quand il est de retour, maintenez de nouveau.',
    },
    lostInDoubt: {
      title: 'Nous ne savons pas si votre appui est arrivé',
      know: 'Il a été envoyé, et aucune réponse n’est venue pendant une minute. S’il est arrivé, vous verrez le rétablissement ici dès que le service de bureaux répond.',
      doing:
        'Nous n’envoyons plus rien. Si vous ne voyez aucun rétablissement quand le service de bureaux est de retour, maintenez de nouveau.',
    },
  },
}
