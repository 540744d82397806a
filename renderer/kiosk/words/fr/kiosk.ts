import type { kiosk as en } from '../en/kiosk.ts'
import type { French } from './french.ts'

export const kiosk: French<typeof en> = {
  enrol: {
    title: 'Cette borne est nouvelle ici',
    lead: 'Lisez ce code à votre administrateur, qui admet cette borne.',
    waiting: 'En attente de votre administrateur. Un code vaut 10 minutes, puis il y en a un autre ici.',
    newCode: 'Nouveau code',
    anew: 'L’inscrire de nouveau',
    revoked: {
      title: 'Cette borne ne doit plus être utilisée',
      know: 'Un administrateur l’a mise hors service. Personne n’a de session ici. Les bureaux continuent, et peuvent être ouverts d’ailleurs.',
      doing: 'Rien. Pour servir encore, elle est inscrite de nouveau, avec un code qu’un administrateur saisit.',
    },
    refused: {
      title: 'Cette borne n’est pas encore admise',
      doing: 'Nous redemandons toutes les 10 secondes. {{todo}}',
    },
  },

  local: {
    title: 'Réglages locaux',
    lead: 'Saisissez le code PIN des réglages. Votre administrateur l’a.',
    tries: '5 essais, puis une pause de 10 minutes.',
    open: 'Ouvrir',
    tooMany: 'Trop de codes PIN erronés. Les réglages s’ouvrent de nouveau après 10 minutes.',
    close: 'Fermer',
    change: 'Changer',
    look: 'Regarder',
    test: 'Tester',
    restart: 'Redémarrer la borne',
    restarting: 'Redémarrage',
    save: 'Enregistrer',
    saved: 'Enregistré. Cela vaut après un redémarrage.',
    kiosk: 'Cette borne',
    version: '{{name}}, version {{version}}',
    log: 'Ce qu’elle a noté',
    logEmpty: 'Rien encore.',
    wrong: 'Ce qui ne va pas dans sa configuration',

    service: {
      name: 'Service de bureaux',
      fixed: '{{broker}}, fixé au démarrage',
      address: 'Adresse du service de bureaux',
    },
    trust: {
      name: 'Certificats de confiance',
      all: 'La liste de cet ordinateur',
      fingerprint: 'Empreinte SHA-256',
    },
    network: {
      name: 'Réseau',
      none: 'Pas d’adresse',
      gateway: 'Passerelle',
      nameServers: 'Serveurs de noms',
      setBy: 'Réglé par',
      unknown: 'Inconnu',
      elsewhere: 'Cet ordinateur règle lui-même son réseau. On ne peut pas le changer ici.',
      testing: 'Test en cours',
      found: 'Son nom est connu : {{address}}.',
      notFound: 'Le réseau ne connaît pas son nom.',
      answers: 'Il répond en {{ms}} ms.',
      silent: 'Il ne répond pas.',
      clockSame: 'Son horloge et celle-ci s’accordent.',
      clockAhead: 'Son horloge avance de {{time}} sur celle-ci.',
      clockBehind: 'Son horloge retarde de {{time}} sur celle-ci.',
    },
    words: {
      name: 'Langue',
      system: 'Comme cet ordinateur est réglé',
    },
    screen: {
      name: 'Écran',
      value: '{{width}} x {{height}}',
    },
    button: {
      name: 'Bouton rouge',
      ready: '{{name}}. Appuyez dessus, et c’est dit ici.',
      pressed: 'On vient d’appuyer dessus.',
      testLead: 'Appuyez sur le bouton de la table. Rien n’est rétabli ici.',
    },
  },

  unreachable: {
    title: 'Le service de bureaux ne répond pas',
    know: 'Il ne répond plus depuis {{clock}}.',
    knowDesktop: 'Il ne répond plus depuis {{clock}}. Votre bureau continue, avec tout ce qui y est ouvert.',
    knowRun:
      'Il ne répond plus depuis {{clock}}. Le rétablissement n’a pas besoin de cette borne : il continue tout seul.',
    why: {
      refused: 'Rien ne répond à son adresse.',
      timeout: 'Il met trop de temps à répondre.',
      'name-not-found': 'Le réseau ne connaît pas son nom.',
      certificate: 'Il n’a pas pu prouver qui il est : nous ne lui parlons pas.',
      'broken-answer': 'Autre chose répond à son adresse.',
      'no-network': '',
    },
    doing: 'Nous redemandons de nous-mêmes. C’était l’essai {{tries}}. Le prochain est dans {{time}}.',
    doingNow: 'Nous redemandons de nous-mêmes. C’est l’essai {{tries}}.',
  },

  noNetwork: {
    title: 'Cette borne n’a plus de réseau',
    know: 'Il n’y a plus de réseau depuis {{clock}}.',
    knowDesktop: 'Il n’y a plus de réseau depuis {{clock}}. Votre bureau continue, avec tout ce qui y est ouvert.',
    knowRun:
      'Il n’y a plus de réseau depuis {{clock}}. Le rétablissement n’a pas besoin de cette borne : il continue tout seul.',
    doing:
      'Nous le cherchons sans cesse, et ramenons votre image quand il est là. Vous pouvez vérifier que le câble est branché.',
  },

  button: {
    none: {
      title: 'Le bouton rouge n’est pas branché',
      know: 'Aucun bouton n’est branché à cette borne. Le bouton de l’écran marche comme toujours.',
      doing: 'Nous le cherchons chaque seconde. Vérifiez que son câble est branché à cette borne.',
    },
    stuck: {
      title: 'Le bouton rouge semble coincé',
      know: 'Il est enfoncé et le reste. Nous ne comptons pas cela comme un appui : rien n’a été rétabli.',
      doing:
        'Nous attendons qu’il remonte. Appuyez une fois et relâchez, ou regardez si quelque chose est posé dessus.',
    },
    'no-permission': {
      title: 'Le bouton rouge est là, mais nous ne pouvons pas le lire',
      know: 'Un bouton est branché ({{name}}), et cette borne n’a pas le droit de s’en servir. Le bouton de l’écran marche comme toujours.',
      doing:
        'Nous réessayons chaque seconde. Seule l’assistance peut y changer quelque chose, avec la règle ci-dessous.',
    },
    failed: {
      title: 'Le bouton rouge n’est pas lu pour l’instant',
      know: 'La partie de cette borne qui le lit s’est arrêtée. Le bouton de l’écran marche comme toujours.',
      doing: 'Elle redémarre toute seule.',
    },
    ready: {
      title: 'Le bouton rouge est branché',
      know: 'Cette borne l’entend : {{name}}.',
      doing: 'Il n’y a rien à faire.',
    },
  },
}
