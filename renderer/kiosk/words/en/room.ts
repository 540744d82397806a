/** Around what is shown: the strip, accessibility, the first seconds. */
export const room = {
  strip: {
    kiosk: 'Kiosk {{name}}',
    browser: 'In a browser',
    network: 'Network',
    noNetwork: 'No network',
    noService: 'Desktop service not answering',
    button: {
      ready: 'Recover button connected',
      none: 'Recover button not found',
      stuck: 'Recover button stuck',
      'no-permission': 'Recover button not readable',
      failed: 'Recover button not read',
    },
    accessibility: 'Accessibility',
    language: 'Language',
    settings: 'Local settings',
  },

  settings: {
    title: 'Accessibility',
    theme: 'Colours',
    themes: { system: "As this computer's", dark: 'Dark', light: 'Light', contrast: 'High contrast' },
    text: 'Text',
    texts: { normal: 'Normal', large: 'Large' },
    press: 'Recover',
    presses: { hold: 'Hold for {{time}}', twice: 'Press twice' },
    pressNote: 'For the button on the desk and the one on the screen.',
  },

  start: {
    moment: 'One moment.',
    networkFound: 'Network found',
    buttonFound: 'Recover button found',
    service: 'Looking for the desktop service',
    usually: 'This usually takes about 2 seconds.',
    late: 'The desktop service has not been found yet. Finding it takes longer than usual.',
    lateDoing: 'We keep looking. Starting again may help.',
  },
} as const
