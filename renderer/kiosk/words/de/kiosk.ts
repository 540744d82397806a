import type { kiosk as en } from '../en/kiosk.ts'
import type { German } from './german.ts'

export const kiosk: German<typeof en> = {
  enrol: {
    title: 'Dieser Kiosk ist hier neu',
    lead: 'Lesen Sie diesen Code Ihrem Administrator vor, der den Kiosk zulässt.',
    waiting: 'Wartet auf Ihren Administrator. Ein Code gilt 10 Minuten, dann steht hier ein anderer.',
    newCode: 'Neuer Code',
    anew: 'Neu aufnehmen',
    revoked: {
      title: 'Dieser Kiosk darf nicht mehr benutzt werden',
      know: 'Ein Administrator hat ihn außer Betrieb genommen. Hier ist niemand angemeldet. Desktops laufen weiter und lassen sich anderswo öffnen.',
      doing:
        'Nichts. Um wieder benutzt zu werden, wird er neu aufgenommen, mit einem Code, den ein Administrator eingibt.',
    },
    refused: {
      title: 'Dieser Kiosk ist noch nicht zugelassen',
      doing: 'Wir fragen alle 10 Sekunden nach. {{todo}}',
    },
  },

  local: {
    title: 'Einstellungen vor Ort',
    lead: 'Geben Sie die PIN der Einstellungen ein. Ihr Administrator hat sie.',
    tries: '5 Versuche, dann 10 Minuten Pause.',
    open: 'Öffnen',
    tooMany: 'Zu viele falsche PINs. Die Einstellungen öffnen sich nach 10 Minuten wieder.',
    close: 'Schließen',
    change: 'Ändern',
    look: 'Ansehen',
    test: 'Testen',
    restart: 'Kiosk neu starten',
    restarting: 'Startet neu',
    save: 'Speichern',
    saved: 'Gespeichert. Es gilt nach einem Neustart.',
    kiosk: 'Dieser Kiosk',
    version: '{{name}}, Version {{version}}',
    log: 'Was er notiert hat',
    logEmpty: 'Noch nichts.',
    wrong: 'Was an seiner Konfiguration nicht stimmt',

    service: {
      name: 'Desktop-Dienst',
      fixed: '{{broker}}, so wird er gestartet',
      address: 'Adresse des Desktop-Dienstes',
    },
    trust: {
      name: 'Vertraute Zertifikate',
      all: 'Die Liste dieses Computers',
      fingerprint: 'SHA-256-Fingerabdruck',
    },
    network: {
      name: 'Netz',
      none: 'Keine Adresse',
      gateway: 'Gateway-Adresse',
      nameServers: 'Namensserver',
      setBy: 'Eingerichtet durch',
      unknown: 'Nicht bekannt',
      elsewhere: 'Dieser Computer richtet sein Netz selbst ein. Hier lässt es sich nicht ändern.',
      testing: 'Wird getestet',
      found: 'Sein Name ist bekannt: {{address}}.',
      notFound: 'Das Netz kennt seinen Namen nicht.',
      answers: 'Er antwortet in {{ms}} ms.',
      silent: 'Er antwortet nicht.',
      clockSame: 'Seine Uhr und diese stimmen überein.',
      clockAhead: 'Seine Uhr geht dieser {{time}} voraus.',
      clockBehind: 'Seine Uhr geht dieser {{time}} nach.',
    },
    words: {
      name: 'Sprache',
      system: 'Wie dieser Computer eingerichtet ist',
    },
    screen: {
      name: 'Bildschirm',
      value: '{{width}} x {{height}}',
    },
    button: {
      name: 'Roter Taster',
      ready: '{{name}}. Drücken Sie ihn, und es steht hier.',
      pressed: 'Er wurde eben gedrückt.',
      testLead: 'Drücken Sie den Taster auf dem Tisch. Hier wird nichts wiederhergestellt.',
    },
  },

  unreachable: {
    title: 'Der Desktop-Dienst antwortet nicht',
    know: 'Er antwortet seit {{clock}} nicht.',
    knowDesktop: 'Er antwortet seit {{clock}} nicht. Ihr Desktop läuft weiter, mit allem, was darin offen ist.',
    knowRun:
      'Er antwortet seit {{clock}} nicht. Die Wiederherstellung braucht diesen Kiosk nicht: Sie geht von selbst weiter.',
    why: {
      refused: 'An seiner Adresse antwortet nichts.',
      timeout: 'Die Antwort dauert zu lange.',
      'name-not-found': 'Das Netz kennt seinen Namen nicht.',
      certificate: 'Er konnte nicht beweisen, wer er ist; deshalb sprechen wir nicht mit ihm.',
      'broken-answer': 'An seiner Adresse antwortet etwas anderes.',
      'no-network': '',
    },
    doing: 'Wir fragen von selbst weiter. Das war Versuch {{tries}}. Der nächste ist in {{time}}.',
    doingNow: 'Wir fragen von selbst weiter. Das ist Versuch {{tries}}.',
  },

  noNetwork: {
    title: 'Dieser Kiosk hat kein Netz mehr',
    know: 'Seit {{clock}} ist kein Netz da.',
    knowDesktop: 'Seit {{clock}} ist kein Netz da. Ihr Desktop läuft weiter, mit allem, was darin offen ist.',
    knowRun:
      'Seit {{clock}} ist kein Netz da. Die Wiederherstellung braucht diesen Kiosk nicht: Sie geht von selbst weiter.',
    doing:
      'Wir suchen immer wieder danach und holen Ihr Bild zurück, wenn es da ist. Sie können nachsehen, ob das Kabel eingesteckt ist.',
  },

  button: {
    none: {
      title: 'Der rote Taster ist nicht verbunden',
      know: 'An diesem Kiosk ist kein Taster eingesteckt. Die Taste auf dem Bildschirm funktioniert wie immer.',
      doing: 'Wir suchen jede Sekunde nach ihm. Sehen Sie nach, ob sein Kabel in diesem Kiosk steckt.',
    },
    stuck: {
      title: 'Der rote Taster scheint zu klemmen',
      know: 'Er ist unten und bleibt unten. Wir werten das nicht als Tastendruck; es wurde nichts wiederhergestellt.',
      doing:
        'Wir warten, dass er hochkommt. Drücken Sie ihn einmal und lassen Sie los, oder sehen Sie nach, ob etwas darauf liegt.',
    },
    'no-permission': {
      title: 'Der rote Taster ist da, aber wir dürfen ihn nicht lesen',
      know: 'Ein Taster ist eingesteckt ({{name}}), und dieser Kiosk hat kein Recht, ihn zu benutzen. Die Taste auf dem Bildschirm funktioniert wie immer.',
      doing: 'Wir versuchen es jede Sekunde. Ändern kann das nur der Helpdesk, mit der Regel unten.',
    },
    failed: {
      title: 'Der rote Taster wird gerade nicht gelesen',
      know: 'Der Teil dieses Kiosks, der ihn liest, ist stehen geblieben. Die Taste auf dem Bildschirm funktioniert wie immer.',
      doing: 'Er wird von selbst wieder gestartet.',
    },
    ready: {
      title: 'Der rote Taster ist verbunden',
      know: 'Dieser Kiosk hört ihn: {{name}}.',
      doing: 'Es ist nichts zu tun.',
    },
  },
}
