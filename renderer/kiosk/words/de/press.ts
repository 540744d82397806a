import type { press as en } from '../en/press.ts'
import type { German } from './german.ts'

export const press: German<typeof en> = {
  hold: {
    keep: 'Weiter halten',
    release: 'Loslassen bricht ab',
    more: 'Noch {{seconds}}. Bis jetzt ist nichts geändert.',
    cancelled: 'Abgebrochen',
    unchanged: 'Es hat sich nichts geändert.',
    tap: '{{time}} lang halten',
    held: 'Gehalten',
    spoken: 'Weiter halten. Noch {{seconds}}. Loslassen bricht ab.',
  },

  consent: {
    title: 'Zurück auf {{when}}',
    proven: 'Geprüft: funktioniert',
    share: 'Ihre Dateien auf {{share}} bleiben unberührt.',
    windows: 'Ihre offenen Fenster werden beiseitegelegt. „Rückgängig“ holt sie zurück.',
    lost: {
      'was-off': 'Ihr Desktop läuft nicht; es gibt also keine offenen Fenster aufzuheben.',
      'no-answer':
        'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden: Ihr Desktop antwortet nicht.',
      'share-in-use':
        'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden: Darin sind Dateien auf {{share}} geöffnet.',
      'share-not-left':
        'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden: Der Desktop lässt {{share}} nicht los.',
      'too-slow':
        'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden: Es würde zu lange dauern.',
      'no-room':
        'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden: Es fehlt der Platz dafür.',
      interrupted: 'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden.',
      'not-here': 'Was in Ihren offenen Fenstern nicht gespeichert ist, kann diesmal nicht aufgehoben werden.',
    },
    local: 'Was sich seitdem auf diesem Computer geändert hat, heben wir für Sie auf.',
    changed_one: 'Seit {{clock}} hat sich {{count}} Datei in {{folders}} geändert. Wir heben sie für Sie auf.',
    changed_other: 'Seit {{clock}} haben sich {{count}} Dateien in {{folders}} geändert. Wir heben sie für Sie auf.',
    unchanged: 'Soweit wir wissen, hat sich in Ihren Ordnern seit {{clock}} keine Datei geändert.',
    ago: 'Das ist {{days}} her.',
    takes: 'Es dauert etwa {{time}}.',
    takesCold: 'Er startet von dort neu; das dauert länger als sonst.',
    takesUnknown: 'Wie lange es dauert, ist noch nicht bekannt: Es ist das erste Mal.',
    hint: 'Oder drücken Sie den roten Taster noch einmal, um wiederherzustellen.',
    unsure: 'Drücken Sie den roten Taster kurz, oder halten Sie ihn {{time}}.',
    shot: 'Ihr Desktop um {{clock}}, aus der Prüfung',
    shotAlt: 'Ihr Desktop, wie er um {{clock}} war',
  },

  advice: {
    times_one: 'Wiederherstellen hat nicht lange geholfen.',
    times_other: 'Wiederherstellen hat nicht lange geholfen, jetzt schon {{count}} Mal.',
    earlier: 'Vielleicht hilft ein früherer Punkt: der von {{when}}.',
    helpDesk: '{{helpDesk}} Dort kann man nachsehen, was nicht stimmt.',
  },

  points: {
    title: 'Frühere Punkte',
    lead: 'Alle sind geprüft und funktionieren. Wählen Sie einen, und Sie sehen, was der Weg dorthin bewirkt.',
    none: 'Es gibt keinen anderen geprüften Punkt dieses Desktops.',
    looking: 'Sie werden gesucht',
    again: 'Wir fragen von selbst noch einmal.',
    unchanged: 'Nichts ändert sich, bevor Sie auf „Wiederherstellen“ drücken.',
    last: 'Der neueste.',
    note: '„{{note}}“',
    limit: {
      old: 'Er ist {{days}} alt: Neuere Updates fehlen dann.',
      'machine-password':
        'Gehört der Desktop zu einer Domäne, kann sich sein Computerkennwort seitdem geändert haben; dann muss er neu beitreten.',
      firmware: 'Einstellungen der Firmware gehören nicht dazu: Sie bleiben, wie sie sind.',
      'local-storage': 'Er umfasst nur die Systemplatte. Was auf Ihrer Freigabe liegt, wird nie geändert.',
    },
    reason: {
      first: 'Von der Einrichtung.',
      schedule: 'Nach Zeitplan gesichert.',
      'sign-out': 'Beim Abmelden gesichert.',
      announced: 'Vor einer Änderung gesichert.',
      'by-hand': 'Von Hand gesichert.',
    },
  },

  queue: {
    next: 'Sie sind als Nächstes dran',
    place_ordinal_other: 'Sie sind an {{count}}. Stelle',
    kept: 'Ihr Tastendruck ist vorgemerkt, Sie können loslassen.',
    lead: 'Viele haben gleichzeitig gedrückt: {{of}} warten. Bis Sie dran sind, ändert sich auf Ihrem Desktop nichts.',
    leadNext: 'Zuerst werden andere wiederhergestellt. Bis Sie dran sind, ändert sich auf Ihrem Desktop nichts.',
    cancelling: 'Wird zurückgenommen',
  },

  undo: {
    title: 'Wiederherstellung rückgängig machen?',
    titleRestart: 'Neustart rückgängig machen?',
    titleUndo: '„Rückgängig“ zurücknehmen?',
    back: 'Ihr Desktop geht auf {{clock}} zurück, genau so, wie er war. Der Fehler kommt mit zurück.',
    backDisk: 'Ihr Desktop geht auf {{clock}} zurück und startet neu. Der Fehler kommt mit zurück.',
    backUndo: 'Ihr Desktop geht auf {{clock}} zurück, bevor Sie „Rückgängig“ gewählt haben.',
    kept: 'Was Sie seitdem getan haben, wird ebenfalls aufgehoben.',
    lost: {
      'was-off': 'Er lief damals nicht, also war nichts darin offen.',
      'no-answer': 'Was nicht gespeichert war, konnte nicht aufgehoben werden: Ihr Desktop antwortete nicht.',
      'share-in-use':
        'Was nicht gespeichert war, konnte nicht aufgehoben werden: Dateien auf {{share}} waren darin geöffnet.',
      'share-not-left':
        'Was nicht gespeichert war, konnte nicht aufgehoben werden: Der Desktop ließ {{share}} nicht los.',
      'too-slow': 'Was nicht gespeichert war, konnte nicht aufgehoben werden: Es hätte zu lange gedauert.',
      'no-room': 'Was nicht gespeichert war, konnte nicht aufgehoben werden: Es fehlte der Platz dafür.',
      interrupted: 'Was nicht gespeichert war, konnte nicht aufgehoben werden: Das wurde unterbrochen.',
      'not-here': 'Was nicht gespeichert war, konnte nicht aufgehoben werden.',
    },
    share: 'Ihre Dateien auf {{share}} bleiben unberührt.',
    takes: 'Es dauert etwa {{time}}.',
  },

  kept: {
    title: 'Ihr Tastendruck ist vorgemerkt',
    know: 'Der Desktop-Dienst antwortet seit {{clock}} nicht. Ihr Tastendruck wurde noch nicht gesendet und hat nichts geändert.',
    doubt: 'Ihr Tastendruck wurde gesendet, und es kam keine Antwort. Wir wissen noch nicht, ob er angekommen ist.',
    doing: 'Wir fragen alle 2 Sekunden nach. Kommt eine Antwort, zählt Ihr Tastendruck einmal, und nur einmal.',
    doingTry:
      'Wir fragen alle 2 Sekunden nach. Das ist Versuch {{tries}}. Kommt eine Antwort, zählt Ihr Tastendruck einmal, und nur einmal.',
    for: 'Wir behalten ihn eine Minute.',
    lost: {
      title: 'Es wurde nichts gesendet',
      know: 'Der Desktop-Dienst hat eine Minute nicht geantwortet, deshalb haben wir Ihren Tastendruck verworfen. Es hat sich nichts geändert.',
      doing: 'Wir suchen den Desktop-Dienst weiter. Wenn er zurück ist, halten Sie noch einmal.',
    },
    lostInDoubt: {
      title: 'Wir wissen nicht, ob Ihr Tastendruck angekommen ist',
      know: 'Er wurde gesendet, und eine Minute lang kam keine Antwort. Ist er angekommen, sehen Sie die Wiederherstellung hier, sobald der Desktop-Dienst antwortet.',
      doing:
        'Wir senden nichts weiter. Sehen Sie keine Wiederherstellung, wenn der Desktop-Dienst zurück ist, halten Sie noch einmal.',
    },
  },
}
