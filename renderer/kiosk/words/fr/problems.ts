import type { problems as en } from '../en/problems.ts'
import type { French } from './french.ts'

export const problems: French<typeof en> = {
  problems: {
    'bad-request': {
      title: 'La demande n’a pas été comprise.',
      todo: 'Corrigez ce qui est nommé et renvoyez-la.',
    },
    'not-signed-in': {
      title: 'Votre session n’est pas ouverte, ou elle est terminée.',
      todo: 'Ouvrez la session de nouveau.',
    },
    'kiosks-only': {
      title: 'Ici, on n’ouvre de session qu’aux bornes.',
      todo: 'Ouvrez la session à une borne, ou demandez à l’assistance.',
    },
    'kiosk-not-enrolled': {
      title: 'Cette borne n’est pas inscrite.',
      todo: 'Dites le code de son écran à un administrateur, qui l’admet.',
    },
    'kiosk-revoked': {
      title: 'Cette borne ne doit plus être utilisée.',
      todo: 'Prenez-en une autre, ou appelez l’assistance.',
    },
    'bad-signature': {
      title: 'La signature de la borne ne va pas avec la demande.',
      todo: 'Redémarrez la borne, ou inscrivez-la de nouveau.',
    },
    'clock-differs': {
      title: 'L’horloge de la borne s’écarte trop de celle du service.',
      todo: 'L’assistance peut la régler.',
    },
    replayed: { title: 'Cette demande signée a déjà été entendue.', todo: 'Réessayez.' },
    'too-many-enrolments': {
      title: 'Trop de bornes attendent d’être inscrites.',
      todo: 'Attendez quelques minutes, puis réessayez.',
    },
    'not-assigned': {
      title: 'Cette borne n’est attribuée à aucun bureau.',
      todo: 'Ouvrez la session avec nom et mot de passe.',
    },
    'unknown-desktop': {
      title: 'Ce bureau n’est pas parmi les vôtres.',
      todo: 'Choisissez un de vos bureaux.',
    },
    'unknown-recovery': {
      title: 'Ce rétablissement n’existe pas pour vos bureaux.',
      todo: 'Regardez le dernier, auprès du bureau.',
    },
    'unknown-point': {
      title: 'Ce point n’existe pas pour ce bureau.',
      todo: 'Choisissez-en un dans la liste.',
    },
    'too-large': { title: 'La demande est plus grande que permis.', todo: 'Envoyez moins.' },
    'no-known-good': {
      title: 'Ce bureau n’a pas encore de point dont on sait qu’il fonctionne.',
      todo: 'Attendez que sa première vérification réussisse, ou appelez l’assistance.',
    },
    busy: {
      title: 'Autre chose est en cours sur ce bureau.',
      todo: 'Attendez que ce soit fini, puis réessayez.',
    },
    'key-used': { title: 'Cet appui a déjà été envoyé, pour autre chose.', todo: 'Appuyez de nouveau.' },
    'out-of-date': {
      title: 'Le bureau a été rétabli depuis que vous l’avez regardé.',
      todo: 'Regardez-le tel qu’il est maintenant.',
    },
    'no-room': {
      title: 'La place manque pour garder ce que vous aviez.',
      todo: 'Appelez l’assistance : on peut y faire de la place.',
    },
    'too-many-presses': {
      title: 'Ce bureau a été rétabli bien des fois en une heure.',
      todo: 'Appelez l’assistance : recommencer n’aidera pas. Ou attendez jusque-là.',
    },
    'too-late-to-cancel': {
      title: 'C’est déjà en train de se faire.',
      todo: 'Laissez finir ; ce qui est remplacé est gardé et peut être repris.',
    },
    'undo-gone': { title: 'Il n’y a plus rien de gardé à quoi revenir.', todo: 'Appelez l’assistance.' },
    'undo-not-possible': { title: 'Ce rétablissement ne peut pas être défait.', todo: 'Appelez l’assistance.' },
    'no-rescue': {
      title: 'Reprendre des fichiers de ce qui est gardé n’est pas prévu ici.',
      todo: 'Appelez l’assistance : ce que vous aviez est gardé.',
    },
    'unknown-rescue': {
      title: 'Cette copie n’est pas parmi les vôtres.',
      todo: 'Regardez la dernière, auprès du rétablissement.',
    },
    'no-leftovers': {
      title: 'Il n’y a pas de liste de ce qui a été gardé, ou pas encore.',
      todo: 'Attendez qu’elle soit faite, ou appelez l’assistance.',
    },
    'leftovers-gone': { title: 'Ce qui était gardé ne l’est plus.', todo: 'Appelez l’assistance.' },
    'no-share': { title: 'Ce bureau n’a pas de partage où copier.', todo: 'Appelez l’assistance.' },
    'rescue-runs': {
      title: 'Des fichiers de ce bureau sont déjà en cours de copie.',
      todo: 'Attendez que ce soit fini, puis réessayez.',
    },
    'share-failed': {
      title: 'On n’a pas pu écrire sur votre partage.',
      todo: 'Réessayez, ou appelez l’assistance.',
    },
    'leftovers-unreadable': {
      title: 'Le disque gardé n’a pas pu être lu.',
      todo: '« Défaire » ramène ce qui peut l’être ; ou appelez l’assistance.',
    },
    'desktop-off': { title: 'Le bureau n’est pas en marche.', todo: 'Redémarrez-le.' },
    'disk-damaged': {
      title: 'Un disque de ce bureau est illisible.',
      todo: 'Appelez l’assistance : tout a été gardé.',
    },
    'hypervisor-failed': {
      title: 'La machine où tourne le bureau n’a pas fait ce qui était demandé.',
      todo: 'Appelez l’assistance : tout a été gardé.',
    },
    'not-repaired': {
      title: 'Cela n’a pas marché cette fois. Votre bureau est tel qu’il était.',
      todo: 'Réessayez, ou appelez l’assistance.',
    },
    'needs-help': {
      title: 'Ce bureau a besoin de l’assistance. Tout a été gardé.',
      todo: 'Appelez l’assistance.',
    },
    'broker-unreachable': {
      title: 'Le service de bureaux ne répond pas.',
      todo: 'Nous redemandons de nous-mêmes.',
    },
    'broker-answer-not-understood': {
      title: 'Le service de bureaux a répondu quelque chose que cette borne ne comprend pas.',
      todo: 'Appelez l’assistance : les versions diffèrent peut-être.',
    },
    internal: {
      title: 'Quelque chose n’a pas marché dans le service de bureaux.',
      todo: 'Réessayez, ou appelez l’assistance.',
    },
  },
}
