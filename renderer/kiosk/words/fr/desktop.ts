import type { desktop as en } from '../en/desktop.ts'
import type { French } from './french.ts'

export const desktop: French<typeof en> = {
  opening: {
    desktops: 'Ouverture de votre bureau',
    picture: 'Ouverture de {{name}}',
    pictureLead: 'Il apparaît tel que vous l’avez laissé.',
    pictureLate: 'Son image ne vient pas',
    pictureLateLead: 'Nous la demandons toujours. Si l’écran reste noir, rétablissez ou redémarrez le bureau.',
    again: 'Nous ramenons votre image',
    againLead: 'Votre bureau continue, avec tout ce qui y est ouvert.',
    starting: '{{name}} démarre',
    startingLead: 'L’image apparaît dès qu’il y en a une.',
    preparing: 'Préparation de {{name}}',
    preparingLead: 'Cela n’a lieu qu’une fois. Il apparaît de lui-même quand il est prêt.',
    recovering: 'Rétablissement de {{name}}',
    recoveringLead: 'Il apparaît de lui-même quand c’est fait.',
    off: '{{name}} est éteint',
    offLead: 'Démarrez-le : il apparaît tel que vous l’avez laissé sur son disque.',
    leaving: 'Fermeture de votre session',
    leavingLead: 'Votre bureau continue.',
    late: 'Cela prend plus de temps que d’ordinaire. Nous demandons toujours.',
  },

  bar: {
    name: 'Barre',
    handle:
      'Montrer la barre : Rétablir, Redémarrer, Ctrl Alt Suppr, Quitter. Touches : Ctrl Alt Début, ou trois fois Échap',
    point: 'Point vérifié de {{clock}}',
    recovered: 'Rétabli à {{clock}}',
    noPoint: 'Pas encore de point vérifié',
    cannot: 'Rétablir n’aide pas pour l’instant',
    note: {
      'first-check': 'Il est démarré à part et vérifié, avant d’être le vôtre pour la première fois.',
      panicked: 'Il s’est arrêté sur une erreur du système.',
      paused: 'Il est immobile.',
      'no-room': 'Son stockage est plein. Il reprend de lui-même dès qu’il y a de la place.',
    },
    unanswered: 'Pas de réponse ? Maintenez {{time}}',
  },

  restart: {
    title: 'Redémarrer {{name}} ?',
    windows: 'Vos fenêtres ouvertes se ferment. Ce qui n’y est pas enregistré est perdu.',
    disk: 'Rien n’est changé ni repris sur cet ordinateur.',
    share: 'Vos fichiers sur {{share}} restent intacts.',
  },

  takePoint: {
    title: 'Garder un point maintenant ?',
    running: 'Votre bureau continue, avec tout ce qui y est ouvert.',
    checked:
      'Le point est ensuite vérifié, à part de votre bureau. Cela prend quelques minutes ; vous pouvez continuer.',
    note: 'Pour quoi ? Vous pouvez laisser vide.',
    sending: 'Un instant',
    taking: 'Le point se fait',
    takingLead: 'Cela prend un instant. Vous pouvez continuer.',
    checking: 'Le point est gardé',
    checkingLead: 'Votre bureau de {{when}} est gardé. Une fois la vérification réussie, on peut y revenir.',
    good: 'Vérifié : il fonctionne',
    goodLead: 'Votre bureau peut désormais revenir à {{when}}.',
    failed: 'On ne peut pas y revenir',
    failedLead:
      'Le point de {{when}} n’a pas réussi sa vérification. {{why}} Votre bureau est tel qu’il était, et les points antérieurs restent.',
  },

  share: {
    away: 'Les fichiers de {{share}} sont absents',
    awayLead: 'Rien ne peut y être enregistré pour le moment. Ils reviendront d’eux-mêmes, et vous le verrez ici.',
    back: 'Les fichiers de {{share}} sont revenus',
    backLead: 'Vous pouvez de nouveau y ouvrir et y enregistrer.',
    read: 'D’accord',
  },
}
