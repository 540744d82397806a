import type { audit as english } from '../en/audit.ts'
import type { Translated } from '../translated.ts'

export const audit: Translated<typeof english> = {
  time: 'Zeit',
  who: 'Wer',
  what: 'Was',
  subject: 'Womit',
  hash: 'Prüfsumme',
  search: 'Wörter',
  actor: 'Wer',
  action: 'Was',
  nothing: 'Keine Zeile ist so',
  nothingText: 'Nehmen Sie einen Filter weg. Zeilen kommen nur hinzu; keine wird geändert.',
  csv: 'Als CSV ausgeben',
  lines: 'Als JSON-Zeilen ausgeben',
  verify: 'Kette prüfen',
  verified: 'Kette geprüft: {{count}} Zeilen, keine Lücke',
  broken: 'Die Kette hält nicht',
  chain:
    'Jede Zeile trägt die Prüfsumme der vorigen. Ein Blick auf alle sagt, ob eine geändert oder weggenommen wurde.',
  fault: {
    changed: 'sagt nicht, was ihre Prüfsumme sagt',
    unchained: 'folgt nicht der Zeile davor',
    gap: 'vor ihr fehlen Zeilen',
    anchor: 'wurde für eine andere gehalten',
    unwritten: 'Zeilen wurden weggenommen, und keine sagt es',
  },
  more: 'Mehr zeigen',
  line: 'Zeile {{seq}}',
}
