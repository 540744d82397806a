import type { signIn as en } from '../en/sign-in.ts'
import type { French } from './french.ts'

export const signIn: French<typeof en> = {
  signIn: {
    lead: 'Ouvrez la session et votre bureau apparaît tel que vous l’avez laissé.',
    ended: 'Votre session est terminée.',
    endedLead: 'Votre bureau continue, avec tout ce qui y est ouvert. Ouvrez la session pour reprendre.',
    name: 'Nom d’utilisateur',
    password: 'Mot de passe',
    wrong: 'Ce nom et ce mot de passe ne vont pas ensemble.',
    capsLock: 'Le verrouillage des majuscules est actif.',
    tooMany: 'Trop de mots de passe erronés pour ce nom. Attendez quelques minutes, puis réessayez.',
    missing: 'Saisissez votre nom d’utilisateur et votre mot de passe.',
    forgot: 'Si vous avez oublié votre mot de passe, l’assistance vous en donne un nouveau.',
    forgotCall: 'Si vous avez oublié votre mot de passe, l’assistance vous en donne un nouveau :',
    hint: 'Ouvrez d’abord la session. Ensuite, le bouton rouge rétablit votre bureau.',
  },

  choose: {
    which: 'Quel bureau, {{name}} ?',
    hint: 'Choisissez d’abord un bureau. Ensuite, le bouton rouge le rétablit.',
    state: {
      running: 'En marche',
      off: 'Éteint',
      starting: 'Démarre',
      preparing: 'En préparation',
      recovering: 'En cours de rétablissement',
      'needs-help': 'À l’assistance',
    },
    point: 'Point vérifié de {{when}}',
    noPoint: 'Pas encore de point vérifié',
    startsInAbout: 'Démarre quand vous le choisissez',
    call: 'Demandez-leur au {{number}}.',
    callNobody: 'Demandez-leur.',
  },

  none: {
    title: 'Il n’y a pas encore de bureau pour vous',
    know: 'Votre session est ouverte sous le nom {{name}}, et aucun bureau ne vous est attribué.',
    doing: 'Nous demandons toutes les quelques secondes. Il apparaît ici dès que l’assistance vous en attribue un.',
  },

  connect: {
    lead: 'Cette borne ouvre {{name}}.',
    opening: 'Ouverture de {{name}}',
    do: 'Ouvrir mon bureau',
    tryAgain: 'Nous réessayons de nous-mêmes.',
    pin: 'Saisissez le code PIN de cette borne.',
    wrongPin: 'Ce n’est pas le code PIN. Saisissez-le encore une fois.',
    tooMany: 'Trop de codes PIN erronés. Attendez quelques minutes, puis réessayez.',
    typed_one: '{{count}} chiffre saisi',
    typed_many: '{{count}} chiffres saisis',
    typed_other: '{{count}} chiffres saisis',
    clear: 'Vider',
    erase: 'Effacer le dernier chiffre',
  },

  elsewhere: {
    title: 'Votre bureau est ouvert ailleurs',
    kiosk: 'Il est ouvert à la borne {{name}} depuis {{when}}. Tout y est encore ouvert.',
    kioskAt: 'Il est ouvert à la borne {{name}}, {{place}}, depuis {{when}}. Tout y est encore ouvert.',
    browser: 'Il est ouvert dans un navigateur depuis {{when}}. Tout y est encore ouvert.',
    doing: 'Nous demandons avant d’amener l’image ici. Sans réponse, votre session se ferme ici après 2 minutes.',
    bringing: 'Nous amenons l’image ici.',
    notYou: 'Si ce n’était pas vous, appelez l’assistance maintenant.',
    bring: 'L’amener ici',
    signOut: 'Quitter ici',
  },
}
