import type { desktop as en } from '../en/desktop.ts'
import type { German } from './german.ts'

export const desktop: German<typeof en> = {
  opening: {
    desktops: 'Ihr Desktop wird geöffnet',
    picture: '{{name}} wird geöffnet',
    pictureLead: 'Er erscheint, wie Sie ihn verlassen haben.',
    pictureLate: 'Sein Bild kommt nicht',
    pictureLateLead:
      'Wir fragen weiter danach. Bleibt es dunkel, stellen Sie den Desktop wieder her oder starten Sie ihn neu.',
    again: 'Ihr Bild wird zurückgeholt',
    againLead: 'Ihr Desktop läuft weiter, mit allem, was darin offen ist.',
    starting: '{{name}} startet',
    startingLead: 'Das Bild erscheint, sobald es eines gibt.',
    preparing: '{{name}} wird vorbereitet',
    preparingLead: 'Das geschieht nur einmal. Er erscheint von selbst, wenn er bereit ist.',
    recovering: '{{name}} wird wiederhergestellt',
    recoveringLead: 'Er erscheint von selbst, wenn es fertig ist.',
    off: '{{name}} ist ausgeschaltet',
    offLead: 'Schalten Sie ihn ein, und er erscheint, wie er auf seiner Festplatte steht.',
    leaving: 'Sie werden abgemeldet',
    leavingLead: 'Ihr Desktop läuft weiter.',
    late: 'Das dauert länger als sonst. Wir fragen weiter.',
  },

  bar: {
    name: 'Leiste',
    handle:
      'Leiste zeigen: Wiederherstellen, Neu starten, Strg Alt Entf, Abmelden. Tasten: Strg Alt Pos1, oder dreimal Escape',
    point: 'Geprüfter Punkt {{clock}}',
    recovered: 'Wiederhergestellt um {{clock}}',
    noPoint: 'Noch kein geprüfter Punkt',
    cannot: 'Wiederherstellen hilft gerade nicht',
    note: {
      'first-check': 'Er wird abseits gestartet und geprüft, bevor er zum ersten Mal Ihnen gehört.',
      panicked: 'Er ist mit einem Systemfehler stehen geblieben.',
      paused: 'Er steht still.',
      'no-room': 'Sein Speicher ist voll. Er läuft von selbst weiter, sobald wieder Platz ist.',
    },
    unanswered: 'Keine Antwort? {{time}} halten',
  },

  restart: {
    title: '{{name}} neu starten?',
    windows: 'Ihre offenen Fenster werden geschlossen. Was darin nicht gespeichert ist, geht verloren.',
    disk: 'Auf diesem Computer wird nichts geändert oder zurückgenommen.',
    share: 'Ihre Dateien auf {{share}} bleiben unberührt.',
  },

  takePoint: {
    title: 'Jetzt einen Punkt sichern?',
    running: 'Ihr Desktop läuft weiter, mit allem, was darin offen ist.',
    checked:
      'Danach wird der Punkt geprüft, abseits von Ihrem Desktop. Das dauert einige Minuten; Sie können weiterarbeiten.',
    note: 'Wofür? Das kann leer bleiben.',
    sending: 'Einen Moment',
    taking: 'Der Punkt wird gesichert',
    takingLead: 'Das dauert einen Moment. Sie können weiterarbeiten.',
    checking: 'Der Punkt ist gesichert',
    checkingLead:
      'Ihr Desktop von {{when}} ist aufgehoben. Sobald die Prüfung bestanden ist, können Sie dorthin zurück.',
    good: 'Geprüft: funktioniert',
    goodLead: 'Ihr Desktop kann ab jetzt auf {{when}} zurück.',
    failed: 'Dorthin führt kein Weg zurück',
    failedLead:
      'Der Punkt von {{when}} hat die Prüfung nicht bestanden. {{why}} Ihr Desktop ist, wie er war, und frühere Punkte bleiben.',
  },

  share: {
    away: 'Dateien auf {{share}} sind gerade nicht da',
    awayLead: 'Dort lässt sich im Moment nichts speichern. Sie kommen von selbst zurück, und Sie erfahren es hier.',
    back: 'Dateien auf {{share}} sind wieder da',
    backLead: 'Sie können dort wieder öffnen und speichern.',
    read: 'In Ordnung',
  },
}
