/** The kiosk itself: its enrolment, its settings, its network, its button. */
export const kiosk = {
  enrol: {
    title: 'This kiosk is new here',
    lead: 'Read this code to your administrator, who lets this kiosk in.',
    waiting: 'Waiting for your administrator. A code is good for 10 minutes, then there is another one here.',
    newCode: 'New code',
    anew: 'Enrol it anew',
    revoked: {
      title: 'This kiosk may not be used any more',
      know: 'An administrator took it out of use. Nobody is signed in here. Desktops keep running, and can be opened from elsewhere.',
      doing: 'Nothing. To be used again, it is enrolled anew, with a code that an administrator types in.',
    },
    refused: {
      title: 'This kiosk is not let in yet',
      doing: 'We ask again every 10 seconds. {{todo}}',
    },
  },

  local: {
    title: 'Local settings',
    lead: 'Type the PIN of the settings. Your administrator has it.',
    tries: '5 tries, then a pause of 10 minutes.',
    open: 'Open',
    tooMany: 'Too many wrong PINs. The settings open again after 10 minutes.',
    close: 'Close',
    change: 'Change',
    look: 'Look',
    test: 'Test',
    restart: 'Restart kiosk',
    restarting: 'Restarting',
    save: 'Save',
    saved: 'Saved. It counts after a restart.',
    kiosk: 'This kiosk',
    version: '{{name}}, version {{version}}',
    log: 'What it noted',
    logEmpty: 'Nothing yet.',
    wrong: 'What is wrong with its configuration',

    service: {
      name: 'Desktop service',
      fixed: '{{broker}}, as it is started with',
      address: 'Address of the desktop service',
    },
    trust: {
      name: 'Trusted certificates',
      all: "This computer's own list",
      fingerprint: 'SHA-256 fingerprint',
    },
    network: {
      name: 'Network',
      none: 'No address',
      gateway: 'Gateway',
      nameServers: 'Name servers',
      setBy: 'Set up by',
      unknown: 'Not known',
      elsewhere: 'This computer itself sets up its network. It cannot be changed here.',
      testing: 'Testing',
      found: 'Its name is known: {{address}}.',
      notFound: 'Its name is not known to the network.',
      answers: 'It answers in {{ms}} ms.',
      silent: 'It does not answer.',
      clockSame: 'Its clock and this one agree.',
      clockAhead: 'Its clock is {{time}} ahead of this one.',
      clockBehind: 'Its clock is {{time}} behind this one.',
    },
    words: {
      name: 'Language',
      system: 'As this computer is set up',
    },
    screen: {
      name: 'Screen',
      value: '{{width}} × {{height}}',
    },
    button: {
      name: 'Recover button',
      ready: '{{name}}. Press it, and it says so here.',
      pressed: 'It was pressed just now.',
      testLead: 'Press the button on the desk. Nothing is recovered here.',
    },
  },

  unreachable: {
    title: 'The desktop service does not answer',
    know: 'It has not answered since {{clock}}.',
    knowDesktop: 'It has not answered since {{clock}}. Your desktop keeps running, with everything open in it.',
    knowRun: 'It has not answered since {{clock}}. The recovery does not need this kiosk: it goes on by itself.',
    why: {
      refused: 'Nothing answers at its address.',
      timeout: 'It takes too long to answer.',
      'name-not-found': 'Its name is not known to the network.',
      certificate: 'It could not prove who it is, so we do not speak to it.',
      'broken-answer': 'Something else answers at its address.',
      'no-network': '',
    },
    doing: 'We ask again by ourselves. This was try {{tries}}. The next is in {{time}}.',
    doingNow: 'We ask again by ourselves. This is try {{tries}}.',
  },

  noNetwork: {
    title: 'This kiosk has lost the network',
    know: 'There is no network since {{clock}}.',
    knowDesktop: 'There is no network since {{clock}}. Your desktop keeps running, with everything open in it.',
    knowRun: 'There is no network since {{clock}}. The recovery does not need this kiosk: it goes on by itself.',
    doing:
      'We look for it again and again, and bring your picture back when it is there. You can check that the cable is plugged in.',
  },

  button: {
    none: {
      title: 'The red button is not connected',
      know: 'No button is plugged into this kiosk. The button on the screen works as always.',
      doing: 'We look for it every second. Check that its cable is plugged into this kiosk.',
    },
    stuck: {
      title: 'The red button seems to be stuck',
      know: 'It is down, and stays down. We do not count that as a press, so nothing was recovered.',
      doing: 'We listen for it to come up. Press it once and let go, or look whether something lies on it.',
    },
    'no-permission': {
      title: 'The red button is here, but we may not read it',
      know: 'A button is plugged in ({{name}}), and this kiosk has no right to use it. The button on the screen works as always.',
      doing: 'We try again every second. Only the help desk can change this, with the rule below.',
    },
    failed: {
      title: 'The red button is not read just now',
      know: 'The part of this kiosk that reads it has stopped. The button on the screen works as always.',
      doing: 'It is started again by itself.',
    },
    ready: {
      title: 'The red button is connected',
      know: 'This kiosk hears it: {{name}}.',
      doing: 'Nothing needs to be done.',
    },
  },
} as const
