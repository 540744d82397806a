import type { refusals as en } from '../en/refusals.ts'
import type { French } from './french.ts'

export const refusals: French<typeof en> = {
  cannot: {
    'no-known-good': {
      title: 'Il n’y a pas encore de point vérifié',
      know: 'Ce bureau n’a encore rien de sûr à quoi revenir : Rétablir n’aide donc pas encore. Rien n’a changé.',
      doing: 'Le premier point se vérifie tout seul. En attendant, vous pouvez redémarrer.',
    },
    'no-room': {
      title: 'La place manque pour garder ce que vous avez',
      know: 'Avant tout changement, nous gardons votre bureau tel qu’il est. Le stockage est plein : nous n’avons pas commencé. Rien n’a changé.',
      doing: 'Rien de nous-mêmes : l’assistance peut faire de la place. Vous pouvez redémarrer maintenant.',
    },
    other: {
      title: 'Rétablir n’aide pas pour l’instant',
      doing: '{{todo}} Rien n’a changé.',
    },
  },

  firstPoint: {
    taking: 'Le premier point se fait maintenant, puis il est vérifié. En attendant, vous pouvez redémarrer.',
    proving: 'Le point de {{when}} est en cours de vérification. En attendant, vous pouvez redémarrer.',
    waiting: 'Le point de {{when}} attend sa vérification.',
    failed: 'Le point de {{when}} n’a pas réussi sa vérification. {{why}}',
    next: 'La prochaine vérification est à {{clock}}. En attendant, vous pouvez redémarrer.',
    soon: 'La prochaine vérification commence dans un instant. En attendant, vous pouvez redémarrer.',
    noNext: 'L’assistance peut regarder. Vous pouvez redémarrer.',
  },

  refused: {
    busy: {
      title: 'Autre chose est en cours sur votre bureau',
      know: 'Un autre changement de ce bureau n’est pas terminé : nous n’avons pas commencé. Rien n’a changé.',
      doing: 'Il se termine tout seul, le plus souvent en une minute. Appuyez ensuite de nouveau.',
    },
    'out-of-date': {
      title: 'Votre bureau a été rétabli entre-temps',
      know: 'Il a changé depuis que vous l’avez regardé : nous n’avons pas recommencé.',
      doing: 'Regardez-le tel qu’il est maintenant. S’il le faut encore, appuyez de nouveau.',
    },
    'too-many-presses': {
      title: 'Rétabli bien des fois en une heure',
      know: 'Recommencer ne semble pas aider : nous n’avons pas commencé. Rien n’a changé.',
      doing: 'À partir de {{clock}}, vous pouvez appuyer de nouveau. L’assistance peut regarder dès maintenant.',
    },
    'key-used': {
      title: 'Cet appui avait déjà servi',
      know: 'Il a déjà été envoyé, pour autre chose. Rien n’a changé.',
      doing: 'Appuyez de nouveau : il comptera comme un nouvel appui.',
    },
    other: {
      title: 'Cela n’a pas pu se faire',
      doing: '{{todo}}',
    },
  },
}
