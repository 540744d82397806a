/** Why Recover does nothing. */
export const refusals = {
  cannot: {
    'no-known-good': {
      title: 'There is no checked point yet',
      know: 'This desktop has nothing proven to go back to, so Recover cannot help yet. Nothing has changed.',
      doing: 'The first point is checked by itself. Until it is ready, you can restart.',
    },
    'no-room': {
      title: 'There is no room to keep what you have',
      know: 'Before anything changes we keep your desktop as it is. The storage is full, so we have not started. Nothing has changed.',
      doing: 'Nothing by itself: the help desk can make room. You can restart now.',
    },
    other: {
      title: 'Recover cannot help just now',
      doing: '{{todo}} Nothing has changed.',
    },
  },

  firstPoint: {
    taking: 'The first point is being taken now, and then it is checked. Until it is ready, you can restart.',
    proving: 'The point from {{when}} is being checked now. Until it is ready, you can restart.',
    waiting: 'The point from {{when}} waits to be checked.',
    failed: 'The point from {{when}} did not pass its check. {{why}}',
    next: 'The next check is at {{clock}}. Until then, you can restart.',
    soon: 'The next check begins in a moment. Until it is over, you can restart.',
    noNext: 'The help desk can look at it. You can restart.',
  },

  refused: {
    busy: {
      title: 'Something else is being done to your desktop',
      know: 'Another change to this desktop is not over yet, so we have not started. Nothing has changed.',
      doing: 'It ends by itself, mostly within a minute. Then press again.',
    },
    'out-of-date': {
      title: 'Your desktop was recovered in the meantime',
      know: 'It changed since you looked, so we did not start once more.',
      doing: 'Look at it as it is now. If it still needs it, press again.',
    },
    'too-many-presses': {
      title: 'Recovered many times within an hour',
      know: 'More of the same does not seem to help, so we have not started. Nothing has changed.',
      doing: 'From {{clock}} you can press again. The help desk can look at it now.',
    },
    'key-used': {
      title: 'That press was used up',
      know: 'It was sent before, for something else. Nothing has changed.',
      doing: 'Press again, and it counts as a new one.',
    },
    other: {
      title: 'That could not be done',
      doing: '{{todo}}',
    },
  },
} as const
