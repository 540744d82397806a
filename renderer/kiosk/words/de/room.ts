import type { room as en } from '../en/room.ts'
import type { German } from './german.ts'

export const room: German<typeof en> = {
  strip: {
    kiosk: 'Kiosk {{name}}',
    browser: 'Im Browser',
    network: 'Netz verbunden',
    noNetwork: 'Kein Netz',
    noService: 'Desktop-Dienst antwortet nicht',
    button: {
      ready: 'Roter Taster verbunden',
      none: 'Roter Taster nicht gefunden',
      stuck: 'Roter Taster klemmt',
      'no-permission': 'Roter Taster nicht lesbar',
      failed: 'Roter Taster nicht gelesen',
    },
    accessibility: 'Bedienhilfen',
    language: 'Sprache',
    settings: 'Einstellungen vor Ort',
  },

  settings: {
    title: 'Bedienhilfen',
    theme: 'Farben',
    themes: { system: 'Wie dieser Computer', dark: 'Dunkel', light: 'Hell', contrast: 'Hoher Kontrast' },
    text: 'Schrift',
    texts: { normal: 'Normal groß', large: 'Groß' },
    press: 'Wiederherstellen',
    presses: { hold: '{{time}} halten', twice: 'Zweimal drücken' },
    pressNote: 'Für den Taster auf dem Tisch und die Taste auf dem Bildschirm.',
  },

  start: {
    moment: 'Einen Moment.',
    networkFound: 'Netz gefunden',
    buttonFound: 'Roter Taster gefunden',
    service: 'Der Desktop-Dienst wird gesucht',
    usually: 'Das dauert meist etwa 2 Sekunden.',
    late: 'Der Desktop-Dienst ist noch nicht gefunden. Es dauert länger als sonst.',
    lateDoing: 'Wir suchen weiter. Von vorn zu beginnen kann helfen.',
  },
}
