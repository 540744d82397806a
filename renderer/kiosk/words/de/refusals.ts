import type { refusals as en } from '../en/refusals.ts'
import type { German } from './german.ts'

export const refusals: German<typeof en> = {
  cannot: {
    'no-known-good': {
      title: 'Es gibt noch keinen geprüften Punkt',
      know: 'Dieser Desktop hat noch nichts Geprüftes, zu dem er zurückkann; Wiederherstellen hilft also noch nicht. Es hat sich nichts geändert.',
      doing: 'Der erste Punkt wird von selbst geprüft. Bis dahin können Sie neu starten.',
    },
    'no-room': {
      title: 'Es ist kein Platz, um aufzuheben, was Sie haben',
      know: 'Bevor sich etwas ändert, heben wir Ihren Desktop auf, wie er ist. Der Speicher ist voll, deshalb haben wir nicht begonnen. Es hat sich nichts geändert.',
      doing: 'Von selbst nichts: Der Helpdesk kann Platz schaffen. Sie können jetzt neu starten.',
    },
    other: {
      title: 'Wiederherstellen hilft gerade nicht',
      doing: '{{todo}} Es hat sich nichts geändert.',
    },
  },

  firstPoint: {
    taking: 'Der erste Punkt wird gerade gesichert und dann geprüft. Bis dahin können Sie neu starten.',
    proving: 'Der Punkt von {{when}} wird gerade geprüft. Bis dahin können Sie neu starten.',
    waiting: 'Der Punkt von {{when}} wartet auf seine Prüfung.',
    failed: 'Der Punkt von {{when}} hat die Prüfung nicht bestanden. {{why}}',
    next: 'Die nächste Prüfung ist um {{clock}}. Bis dahin können Sie neu starten.',
    soon: 'Die nächste Prüfung beginnt gleich. Bis sie vorbei ist, können Sie neu starten.',
    noNext: 'Der Helpdesk kann es sich ansehen. Sie können neu starten.',
  },

  refused: {
    busy: {
      title: 'An Ihrem Desktop wird gerade etwas anderes getan',
      know: 'Eine andere Änderung an diesem Desktop ist noch nicht vorbei, deshalb haben wir nicht begonnen. Es hat sich nichts geändert.',
      doing: 'Sie endet von selbst, meist binnen einer Minute. Drücken Sie dann noch einmal.',
    },
    'out-of-date': {
      title: 'Ihr Desktop wurde inzwischen wiederhergestellt',
      know: 'Er hat sich geändert, seit Sie hingesehen haben; deshalb haben wir nicht noch einmal begonnen.',
      doing: 'Sehen Sie ihn sich an, wie er jetzt ist. Ist es noch nötig, drücken Sie noch einmal.',
    },
    'too-many-presses': {
      title: 'Oft wiederhergestellt in einer Stunde',
      know: 'Noch einmal dasselbe scheint nicht zu helfen, deshalb haben wir nicht begonnen. Es hat sich nichts geändert.',
      doing: 'Ab {{clock}} können Sie wieder drücken. Der Helpdesk kann es sich jetzt ansehen.',
    },
    'key-used': {
      title: 'Dieser Tastendruck war schon verbraucht',
      know: 'Er wurde schon einmal gesendet, für etwas anderes. Es hat sich nichts geändert.',
      doing: 'Drücken Sie noch einmal, dann zählt er als neuer.',
    },
    other: {
      title: 'Das ging nicht',
      doing: '{{todo}}',
    },
  },
}
