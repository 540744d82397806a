/** From the hold to the press. */
export const press = {
  hold: {
    keep: 'Keep holding',
    release: 'Release to cancel',
    more: '{{seconds}} more. Nothing has changed yet.',
    cancelled: 'Cancelled',
    unchanged: 'Nothing has changed.',
    tap: 'Hold it for {{time}}',
    held: 'Held',
    spoken: 'Keep holding. {{seconds}} more. Release to cancel.',
  },

  consent: {
    title: 'Back to {{when}}',
    proven: 'Checked and working',
    share: 'Your files on {{share}} are not touched.',
    windows: 'Your open windows are put aside. Undo brings them back.',
    lost: {
      'was-off': 'Your desktop does not run, so there are no open windows to be kept.',
      'no-answer': 'What is not saved in your open windows cannot be kept this time: your desktop does not answer.',
      'share-in-use':
        'What is not saved in your open windows cannot be kept this time: files on {{share}} are open in it.',
      'share-not-left':
        'What is not saved in your open windows cannot be kept this time: it does not let go of {{share}}.',
      'too-slow': 'What is not saved in your open windows cannot be kept this time: it would take too long.',
      'no-room': 'What is not saved in your open windows cannot be kept this time: there is no room for it.',
      interrupted: 'What is not saved in your open windows cannot be kept this time.',
      'not-here': 'What is not saved in your open windows cannot be kept this time.',
    },
    local: 'What changed on this computer since then is kept for you.',
    changed_one: '{{count}} file in {{folders}} changed since {{clock}}. We keep it for you.',
    changed_other: '{{count}} files in {{folders}} changed since {{clock}}. We keep them for you.',
    unchanged: 'No file in your folders changed since {{clock}}, as far as we know.',
    ago: 'That was {{days}} ago.',
    takes: 'It takes about {{time}}.',
    takesCold: 'It starts anew from there, so it takes longer than usual.',
    takesUnknown: 'How long it takes is not known yet: it is the first time.',
    hint: 'Or press the red button once more to recover.',
    unsure: 'Press the red button briefly, or hold it for {{time}}.',
    shot: 'Your desktop at {{clock}}, from the check',
    shotAlt: 'Your desktop as it was at {{clock}}',
  },

  advice: {
    times_one: 'Recovering did not help for long.',
    times_other: 'Recovering did not help for long, {{count}} times now.',
    earlier: 'An earlier point may: the one from {{when}}.',
    helpDesk: '{{helpDesk}} They can look at what is wrong.',
  },

  points: {
    title: 'Earlier points',
    lead: 'All of these were checked and work. Choose one, and you see what going back to it would do.',
    none: 'There is no other checked point of this desktop.',
    looking: 'Looking for them',
    again: 'We ask again by ourselves.',
    unchanged: 'Nothing changes before you press Recover.',
    last: 'The newest one.',
    note: '“{{note}}”',
    limit: {
      old: 'It is {{days}} old: updates since then will be missing.',
      'machine-password':
        'If the desktop is a member of a domain, its machine password may have changed since; then it must join again.',
      firmware: 'Settings of the firmware are not part of it: they stay as they are.',
      'local-storage': 'It covers the system disk alone. What lies on the user share is never changed.',
    },
    reason: {
      first: 'When it was set up.',
      schedule: 'Taken by the clock.',
      'sign-out': 'Taken when you signed out.',
      announced: 'Taken before a change.',
      'by-hand': 'Taken by hand.',
    },
  },

  queue: {
    next: 'You are next',
    place_ordinal_one: 'You are {{count}}st in line',
    place_ordinal_two: 'You are {{count}}nd in line',
    place_ordinal_few: 'You are {{count}}rd in line',
    place_ordinal_other: 'You are {{count}}th in line',
    kept: 'Your press is kept, and you can let go.',
    lead: 'Many people pressed at once: {{of}} wait. Nothing on your desktop changes before your turn.',
    leadNext: 'Others are being recovered first. Nothing on your desktop changes before your turn.',
    cancelling: 'Taking it back',
  },

  undo: {
    title: 'Undo the recovery?',
    titleRestart: 'Undo the restart?',
    titleUndo: 'Take back the Undo?',
    back: 'Your desktop goes back to {{clock}}, just as it was. The fault comes back with it.',
    backDisk: 'Your desktop goes back to {{clock}}, and starts anew. The fault comes back with it.',
    backUndo: 'Your desktop goes back to how it was at {{clock}}, before you chose Undo.',
    kept: 'What you did since is kept aside, too.',
    lost: {
      'was-off': 'It did not run then, so nothing was open in it.',
      'no-answer': 'What was not saved could not be kept: your desktop did not answer.',
      'share-in-use': 'What was not saved could not be kept: files on {{share}} were open in it.',
      'share-not-left': 'What was not saved could not be kept: it did not let go of {{share}}.',
      'too-slow': 'What was not saved could not be kept: it would have taken too long.',
      'no-room': 'What was not saved could not be kept: there was no room for it.',
      interrupted: 'What was not saved could not be kept: that was interrupted.',
      'not-here': 'What was not saved could not be kept.',
    },
    share: 'Your files on {{share}} are not touched.',
    takes: 'It takes about {{time}}.',
  },

  kept: {
    title: 'Your press is kept',
    know: 'The desktop service has not answered since {{clock}}. Your press was not sent yet, so it has changed nothing.',
    doubt: 'Your press was sent, and no answer came. We do not know yet whether it arrived.',
    doing: 'We ask again every 2 seconds. When it answers, your press counts once, and only once.',
    doingTry:
      'We ask again every 2 seconds. This is try {{tries}}. When it answers, your press counts once, and only once.',
    for: 'We keep it for a minute.',
    lost: {
      title: 'Nothing was sent',
      know: 'The desktop service did not answer for a minute, so we let go of your press. Nothing has changed.',
      doing: 'We keep looking for the desktop service. When it is back, hold again.',
    },
    lostInDoubt: {
      title: 'We do not know whether your press arrived',
      know: 'It was sent, and no answer came for a minute. If it arrived, you see the recovery here as soon as the desktop service answers.',
      doing: 'We send nothing more. If you see no recovery when the desktop service is back, hold again.',
    },
  },
} as const
