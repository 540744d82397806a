/** The audit; fetched with its page. */
export const audit = {
  time: 'Time',
  who: 'Who',
  what: 'What',
  subject: 'To',
  hash: 'Hash',
  search: 'Words',
  actor: 'Who',
  action: 'What',
  nothing: 'No line is like that',
  nothingText: 'Take a filter away. Lines are only ever added; none is changed.',
  csv: 'Export CSV',
  lines: 'Export JSON lines',
  verify: 'Verify the chain',
  verified: 'Chain verified: {{count}} lines, no gap',
  broken: 'The chain does not hold',
  chain:
    'Each line carries the hash of the one before it. Looking at all of them tells whether any was changed or taken away.',
  fault: {
    changed: 'does not say what its hash says',
    unchained: 'does not follow the line before',
    gap: 'lines are missing before it',
    anchor: 'was taken for another',
    unwritten: 'lines were taken off, and none tells so',
  },
  more: 'Show more',
  line: 'Line {{seq}}',
} as const
