import type { signIn as en } from '../en/sign-in.ts'
import type { German } from './german.ts'

export const signIn: German<typeof en> = {
  signIn: {
    lead: 'Melden Sie sich an, und Ihr Desktop erscheint, wie Sie ihn verlassen haben.',
    ended: 'Ihre Sitzung ist beendet.',
    endedLead: 'Ihr Desktop läuft weiter, mit allem, was darin offen ist. Melden Sie sich an, um weiterzuarbeiten.',
    name: 'Benutzername',
    password: 'Passwort',
    wrong: 'Name und Passwort passen nicht zusammen.',
    capsLock: 'Die Feststelltaste ist an.',
    tooMany:
      'Zu viele falsche Passwörter für diesen Namen. Warten Sie einige Minuten, und versuchen Sie es dann noch einmal.',
    missing: 'Geben Sie Ihren Benutzernamen und Ihr Passwort ein.',
    forgot: 'Wenn Sie Ihr Passwort vergessen haben, gibt Ihnen der Helpdesk ein neues.',
    forgotCall: 'Wenn Sie Ihr Passwort vergessen haben, gibt Ihnen der Helpdesk ein neues:',
    hint: 'Melden Sie sich zuerst an. Danach stellt der rote Taster Ihren Desktop wieder her.',
  },

  choose: {
    which: 'Welcher Desktop, {{name}}?',
    hint: 'Wählen Sie zuerst einen Desktop. Danach stellt der rote Taster ihn wieder her.',
    state: {
      running: 'Läuft',
      off: 'Ausgeschaltet',
      starting: 'Startet',
      preparing: 'Wird vorbereitet',
      recovering: 'Wird wiederhergestellt',
      'needs-help': 'Beim Helpdesk',
    },
    point: 'Geprüfter Punkt von {{when}}',
    noPoint: 'Noch kein geprüfter Punkt',
    startsInAbout: 'Startet, wenn Sie ihn wählen',
    call: 'Fragen Sie dort: {{number}}.',
    callNobody: 'Fragen Sie dort nach.',
  },

  none: {
    title: 'Für Sie gibt es noch keinen Desktop',
    know: 'Sie sind als {{name}} angemeldet, und Ihnen ist kein Desktop zugewiesen.',
    doing: 'Wir fragen alle paar Sekunden nach. Er erscheint hier, sobald der Helpdesk einen zugewiesen hat.',
  },

  connect: {
    lead: 'Dieser Kiosk öffnet {{name}}.',
    opening: '{{name}} wird geöffnet',
    do: 'Meinen Desktop öffnen',
    tryAgain: 'Wir versuchen es von selbst noch einmal.',
    pin: 'Geben Sie die PIN dieses Kiosks ein.',
    wrongPin: 'Das ist nicht die PIN. Geben Sie sie noch einmal ein.',
    tooMany: 'Zu viele falsche PINs. Warten Sie einige Minuten, und versuchen Sie es dann noch einmal.',
    typed_one: '{{count}} Ziffer eingegeben',
    typed_other: '{{count}} Ziffern eingegeben',
    clear: 'Leeren',
    erase: 'Letzte Ziffer löschen',
  },

  elsewhere: {
    title: 'Ihr Desktop ist anderswo geöffnet',
    kiosk: 'Er ist seit {{when}} am Kiosk {{name}} geöffnet. Alles darin ist noch offen.',
    kioskAt: 'Er ist seit {{when}} am Kiosk {{name}}, {{place}}, geöffnet. Alles darin ist noch offen.',
    browser: 'Er ist seit {{when}} in einem Browser geöffnet. Alles darin ist noch offen.',
    doing: 'Wir fragen, bevor wir das Bild hierher holen. Ohne Antwort werden Sie hier nach 2 Minuten abgemeldet.',
    bringing: 'Wir holen das Bild hierher.',
    notYou: 'Wenn Sie das nicht waren, rufen Sie jetzt den Helpdesk an.',
    bring: 'Hierher holen',
    signOut: 'Hier abmelden',
  },
}
