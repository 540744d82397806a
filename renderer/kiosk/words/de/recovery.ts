import type { recovery as en } from '../en/recovery.ts'
import type { German } from './german.ts'

export const recovery: German<typeof en> = {
  steps: {
    now: 'Jetzt',
    next: 'Danach',
    checking: '{{share}} und Ihr Bild werden geöffnet',
    checkingNoShare: 'Ihr Bild wird geöffnet',
    slow: 'Länger als sonst',
    recover: {
      keeping: 'Aufheben, was Sie hatten',
      'going-back': 'Zurück auf {{clock}}',
      starting: 'Starten',
      checking: 'Prüfen',
    },
    undo: {
      keeping: 'Aufheben, was Sie jetzt haben',
      'going-back': '{{clock}} zurückholen',
      starting: 'Starten',
      checking: 'Prüfen',
    },
    restart: {
      keeping: 'Herunterfahren',
      'going-back': 'Vorbereiten',
      starting: 'Starten',
      checking: 'Prüfen',
    },
    rebuild: {
      keeping: 'Aufheben, was Sie hatten',
      'going-back': 'Neu einrichten',
      starting: 'Starten',
      checking: 'Prüfen',
    },
    wayBack: {
      keeping: 'Aufheben, was Sie hatten',
      'going-back': 'Zurück vor Ihren Tastendruck',
      starting: 'Starten',
      checking: 'Prüfen',
    },
  },

  recovering: {
    sending: 'Ihr Tastendruck ist unterwegs',
    sendingLead: 'Sie können loslassen.',
    recover: 'Wir richten ihn wieder auf',
    almost: 'Gleich geschafft',
    undo: 'Wir holen zurück, was Sie hatten',
    undoTo: 'Wir holen {{clock}} zurück',
    restart: '{{name}} startet neu',
    again: 'Noch einmal, auf anderem Weg',
    againLead: 'Der erste Versuch hat die Prüfung nicht bestanden. Sie müssen nichts tun.',
    earlierLead: 'Der Punkt von {{first}} hat die Prüfung nicht bestanden. Wir gehen zu einem früheren, von {{when}}.',
    rebuild: '{{name}} wird neu eingerichtet',
    wayBack: 'Zurück, wie es war',
    wayBackLead: 'Diesmal hat es nicht geklappt. Wir holen Ihren Desktop zurück, wie er war. Nichts ist verloren.',
    lead: 'Sie können loslassen.',
    leadUndo: 'Sie müssen nichts tun.',
    usual: 'Dieser Desktop braucht meist {{time}}.',
    slow: 'Das dauert länger als sonst. Was Sie hatten, ist aufgehoben.',
    slowEarly: 'Das dauert länger als sonst. Bis jetzt hat sich nichts geändert.',
    unit: 's',
    sincePressed: 'seit Sie gedrückt haben',
    sinceUndo: 'seit Sie „Rückgängig“ gewählt haben',
    sinceBegan: 'seit es begonnen hat',
  },

  done: {
    recovered: 'Sie sind zurück auf {{clock}}',
    recoveredDay: 'Sie sind zurück auf {{when}}',
    recoveredEarlier: 'Sie sind zurück auf {{clock}}, nicht {{promised}}',
    undone: 'Was Sie hatten, ist zurück',
    undoneTo: 'Sie sind zurück auf {{clock}}, wie es war',
    restarted: 'Neu gestartet',
    rebuilt: 'Neu eingerichtet',
    broughtAll: 'Mit allem, was darin offen war.',
    broughtDisk:
      'Er ist neu gestartet: Was in Ihren offenen Fenstern nicht gespeichert war, konnte nicht zurückgeholt werden.',
    took: 'Es hat {{time}} gedauert.',
    share: 'Ihre Dateien auf {{share}} sind, wie sie waren.',
    kept: 'Was sich seitdem auf diesem Computer geändert hat, ist für Sie aufgehoben.',
    keptFiles_one: '{{count}} Datei in {{folders}} ist für Sie aufgehoben.',
    keptFiles_other: '{{count}} Dateien in {{folders}} sind für Sie aufgehoben.',
    earlier:
      'Der Punkt von {{promised}} hat die Prüfung eben nicht bestanden. Deshalb sind wir zu einem früheren gegangen, von {{when}}. Der hat sie bestanden.',
    missing: 'Wenn etwas fehlt, rufen Sie {{number}} an.',
    missingNobody: 'Wenn etwas fehlt, rufen Sie Ihren Helpdesk an.',
    closes: 'Schließt sich von selbst in {{time}}.',
    stays: 'Das bleibt stehen, bis Sie es schließen.',
    undoStays: '„Rückgängig“ bleibt oben in der Leiste, {{until}}.',
  },

  failed: {
    title: 'Diesmal hat es nicht geklappt',
    know: 'Was wir versucht haben, hat die Prüfung nicht bestanden.',
    knowPoint: 'Wir haben {{when}} versucht. Der Punkt hat die Prüfung nicht bestanden.',
    knowPoints: 'Wir haben {{first}} versucht, und frühere bis {{when}}. Keiner hat die Prüfung bestanden.',
    knowUndo: 'Was aufgehoben war, konnte nicht zurückgeholt werden.',
    knowRestart: 'Der Neustart ist nicht gelungen.',
    knowRebuild: 'Das Neueinrichten ist nicht gelungen.',
    lost: 'Ihr Desktop ist, wie er war, und nichts ist verloren.',
    disk: 'Ihr Desktop ist auf seiner Festplatte, wie er war. Was in Ihren offenen Fenstern nicht gespeichert war, konnte nicht zurückgeholt werden.',
    doing:
      'Von selbst nichts mehr. Sie können weiterarbeiten, neu starten oder den Helpdesk anrufen: Dort sieht man, was versucht wurde.',
  },

  needsHelp: {
    title: 'Das muss sich der Helpdesk ansehen',
    know: 'Ihr Desktop ließ sich von selbst nicht wieder aufrichten. Alles wurde aufgehoben.',
    doing: 'Wir fragen alle paar Sekunden nach. Ihr Desktop erscheint hier, sobald der Helpdesk ihn bereit hat.',
  },
}
