import type { problems as en } from '../en/problems.ts'
import type { German } from './german.ts'

export const problems: German<typeof en> = {
  problems: {
    'bad-request': {
      title: 'Die Anfrage wurde nicht verstanden.',
      todo: 'Berichtigen Sie, was genannt ist, und senden Sie sie noch einmal.',
    },
    'not-signed-in': {
      title: 'Sie sind nicht angemeldet, oder Ihre Sitzung ist beendet.',
      todo: 'Melden Sie sich noch einmal an.',
    },
    'kiosks-only': {
      title: 'Hier meldet man sich nur an Kiosken an.',
      todo: 'Melden Sie sich an einem Kiosk an, oder fragen Sie den Helpdesk.',
    },
    'kiosk-not-enrolled': {
      title: 'Dieser Kiosk ist nicht aufgenommen.',
      todo: 'Nennen Sie einem Administrator den Code auf dem Bildschirm; er lässt ihn zu.',
    },
    'kiosk-revoked': {
      title: 'Dieser Kiosk darf nicht mehr benutzt werden.',
      todo: 'Nehmen Sie einen anderen, oder rufen Sie den Helpdesk an.',
    },
    'bad-signature': {
      title: 'Die Unterschrift des Kiosks passt nicht zur Anfrage.',
      todo: 'Starten Sie den Kiosk neu, oder nehmen Sie ihn neu auf.',
    },
    'clock-differs': {
      title: 'Die Uhr des Kiosks weicht zu sehr von der des Dienstes ab.',
      todo: 'Der Helpdesk kann die Uhr stellen.',
    },
    replayed: { title: 'Diese Anfrage wurde schon gehört.', todo: 'Versuchen Sie es noch einmal.' },
    'too-many-enrolments': {
      title: 'Zu viele Kioske warten darauf, aufgenommen zu werden.',
      todo: 'Warten Sie einige Minuten, und versuchen Sie es dann noch einmal.',
    },
    'not-assigned': {
      title: 'Dieser Kiosk gehört zu keinem Desktop.',
      todo: 'Melden Sie sich mit Name und Passwort an.',
    },
    'unknown-desktop': {
      title: 'Unter Ihren Desktops gibt es diesen nicht.',
      todo: 'Wählen Sie einen Ihrer Desktops.',
    },
    'unknown-recovery': {
      title: 'Diese Wiederherstellung gibt es bei Ihren Desktops nicht.',
      todo: 'Sehen Sie beim Desktop nach der letzten.',
    },
    'unknown-point': {
      title: 'Diesen Punkt gibt es für diesen Desktop nicht.',
      todo: 'Wählen Sie einen aus der Liste.',
    },
    'too-large': { title: 'Die Anfrage ist größer als erlaubt.', todo: 'Senden Sie weniger.' },
    'no-known-good': {
      title: 'Dieser Desktop hat noch keinen Punkt, der nachweislich funktioniert.',
      todo: 'Warten Sie, bis die erste Prüfung bestanden ist, oder rufen Sie den Helpdesk an.',
    },
    busy: {
      title: 'An diesem Desktop wird gerade etwas anderes getan.',
      todo: 'Warten Sie, bis es vorbei ist, und versuchen Sie es dann noch einmal.',
    },
    'key-used': {
      title: 'Dieser Tastendruck wurde schon gesendet, für etwas anderes.',
      todo: 'Drücken Sie noch einmal.',
    },
    'out-of-date': {
      title: 'Der Desktop wurde wiederhergestellt, seit Sie hingesehen haben.',
      todo: 'Sehen Sie ihn sich an, wie er jetzt ist.',
    },
    'no-room': {
      title: 'Es ist kein Platz, um aufzuheben, was Sie hatten.',
      todo: 'Rufen Sie den Helpdesk an: Dort kann man Platz schaffen.',
    },
    'too-many-presses': {
      title: 'Dieser Desktop wurde binnen einer Stunde oft wiederhergestellt.',
      todo: 'Rufen Sie den Helpdesk an: Mehr davon hilft nicht. Oder warten Sie bis dahin.',
    },
    'too-late-to-cancel': {
      title: 'Es wird schon ausgeführt.',
      todo: 'Lassen Sie es zu Ende gehen; was es ersetzt, wird aufgehoben und lässt sich zurückholen.',
    },
    'undo-gone': { title: 'Es ist nichts mehr aufgehoben, zu dem es zurückgeht.', todo: 'Rufen Sie den Helpdesk an.' },
    'undo-not-possible': {
      title: 'Diese Wiederherstellung lässt sich nicht rückgängig machen.',
      todo: 'Rufen Sie den Helpdesk an.',
    },
    'no-rescue': {
      title: 'Dateien aus Aufgehobenem zu holen ist hier nicht eingerichtet.',
      todo: 'Rufen Sie den Helpdesk an: Was Sie hatten, ist aufgehoben.',
    },
    'unknown-rescue': {
      title: 'Diese Kopie von Ihnen gibt es nicht.',
      todo: 'Sehen Sie bei der Wiederherstellung nach der letzten.',
    },
    'no-leftovers': {
      title: 'Es gibt keine Liste des Aufgehobenen, oder noch keine.',
      todo: 'Warten Sie, bis sie fertig ist, oder rufen Sie den Helpdesk an.',
    },
    'leftovers-gone': { title: 'Das Aufgehobene ist nicht mehr da.', todo: 'Rufen Sie den Helpdesk an.' },
    'no-share': {
      title: 'Dieser Desktop hat keine Freigabe, auf die kopiert werden kann.',
      todo: 'Rufen Sie den Helpdesk an.',
    },
    'rescue-runs': {
      title: 'Von diesem Desktop werden schon Dateien kopiert.',
      todo: 'Warten Sie, bis es vorbei ist, und versuchen Sie es dann noch einmal.',
    },
    'share-failed': {
      title: 'Auf Ihre Freigabe konnte nicht geschrieben werden.',
      todo: 'Versuchen Sie es noch einmal, oder rufen Sie den Helpdesk an.',
    },
    'leftovers-unreadable': {
      title: 'Die aufgehobene Festplatte konnte nicht gelesen werden.',
      todo: '„Rückgängig“ holt zurück, was geht; oder rufen Sie den Helpdesk an.',
    },
    'desktop-off': { title: 'Der Desktop läuft nicht.', todo: 'Starten Sie ihn neu.' },
    'disk-damaged': {
      title: 'Eine Festplatte dieses Desktops ist nicht lesbar.',
      todo: 'Rufen Sie den Helpdesk an: Alles wurde aufgehoben.',
    },
    'hypervisor-failed': {
      title: 'Die Maschine, auf der der Desktop läuft, hat nicht getan, was verlangt war.',
      todo: 'Rufen Sie den Helpdesk an: Alles wurde aufgehoben.',
    },
    'not-repaired': {
      title: 'Diesmal hat es nicht geklappt. Ihr Desktop ist, wie er war.',
      todo: 'Versuchen Sie es noch einmal, oder rufen Sie den Helpdesk an.',
    },
    'needs-help': {
      title: 'Dieser Desktop braucht den Helpdesk. Alles wurde aufgehoben.',
      todo: 'Rufen Sie den Helpdesk an.',
    },
    'broker-unreachable': { title: 'Der Desktop-Dienst antwortet nicht.', todo: 'Er wird von selbst wieder gefragt.' },
    'broker-answer-not-understood': {
      title: 'Der Desktop-Dienst hat etwas geantwortet, das dieser Kiosk nicht versteht.',
      todo: 'Rufen Sie den Helpdesk an: Die Versionen sind vielleicht verschieden.',
    },
    internal: {
      title: 'Im Desktop-Dienst ist etwas schiefgegangen.',
      todo: 'Versuchen Sie es noch einmal, oder rufen Sie den Helpdesk an.',
    },
  },
}
