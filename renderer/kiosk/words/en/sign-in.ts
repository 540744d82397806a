/** Until there is a desktop: who it is for, and which. */
export const signIn = {
  signIn: {
    lead: 'Sign in and your desktop comes up as you left it.',
    ended: 'Your session has ended.',
    endedLead: 'Your desktop keeps running, with everything open in it. Sign in to go on.',
    name: 'User name',
    password: 'Password',
    wrong: 'That name and password do not fit together.',
    capsLock: 'Caps Lock is on.',
    tooMany: 'Too many wrong passwords for this name. Wait a few minutes, then try again.',
    missing: 'Type your user name and your password.',
    forgot: 'If you forgot your password, the help desk gives you a new one.',
    forgotCall: 'If you forgot your password, the help desk gives you a new one:',
    hint: 'Sign in first. After that, the red button recovers your desktop.',
  },

  choose: {
    which: 'Which desktop, {{name}}?',
    hint: 'Choose a desktop first. After that, the red button recovers it.',
    state: {
      running: 'Running',
      off: 'Off',
      starting: 'Starting',
      preparing: 'Being made ready',
      recovering: 'Being recovered',
      'needs-help': 'With the help desk',
    },
    point: 'Checked point from {{when}}',
    noPoint: 'No checked point yet',
    startsInAbout: 'Starts when you choose it',
    call: 'Ask them at {{number}}.',
    callNobody: 'Ask them about it.',
  },

  none: {
    title: 'There is no desktop for you yet',
    know: 'You are signed in as {{name}}, and no desktop is assigned to you.',
    doing: 'We ask every few seconds. It comes up here as soon as the help desk has assigned one.',
  },

  connect: {
    lead: 'This kiosk opens {{name}}.',
    opening: 'Opening {{name}}',
    do: 'Open my desktop',
    tryAgain: 'We try again by ourselves.',
    pin: 'Type the PIN of this kiosk.',
    wrongPin: 'That is not the PIN. Type it again.',
    tooMany: 'Too many wrong PINs. Wait a few minutes, then try again.',
    typed_one: '{{count}} digit typed',
    typed_other: '{{count}} digits typed',
    clear: 'Clear',
    erase: 'Erase the last digit',
  },

  elsewhere: {
    title: 'Your desktop is open elsewhere',
    kiosk: 'It has been open at kiosk {{name}} since {{when}}. Everything in it is still open.',
    kioskAt: 'It has been open at kiosk {{name}}, {{place}}, since {{when}}. Everything in it is still open.',
    browser: 'It has been open in a browser since {{when}}. Everything in it is still open.',
    doing: 'We ask before we bring the picture here. Without an answer, you are signed out here after 2 minutes.',
    bringing: 'We bring the picture here.',
    notYou: 'If that was not you, call the help desk now.',
    bring: 'Bring it here',
    signOut: 'Sign out here',
  },
} as const
