/** A desktop that comes up, and the bar over it. */
export const desktop = {
  opening: {
    desktops: 'Opening your desktop',
    picture: 'Opening {{name}}',
    pictureLead: 'It comes up as you left it.',
    pictureLate: 'Its picture does not come',
    pictureLateLead: 'We keep asking for it. If it stays dark, recover or restart the desktop.',
    again: 'Bringing your picture back',
    againLead: 'Your desktop keeps running, with everything open in it.',
    starting: 'Starting {{name}}',
    startingLead: 'The picture comes up as soon as there is one.',
    preparing: 'Making {{name}} ready',
    preparingLead: 'This is done once. It comes up by itself when it is ready.',
    recovering: 'Recovering {{name}}',
    recoveringLead: 'It comes up by itself when it is done.',
    off: '{{name}} is off',
    offLead: 'Start it, and it comes up as you left it on its disk.',
    leaving: 'Signing you out',
    leavingLead: 'Your desktop keeps running.',
    late: 'This takes longer than usual. We keep asking.',
  },

  bar: {
    name: 'Kiosk',
    handle:
      'Show the bar: Recover, Restart, Control Alt Delete, Sign out. Key: Control Alt Home, or Escape three times',
    point: 'Checked point {{clock}}',
    recovered: 'Recovered at {{clock}}',
    noPoint: 'No checked point yet',
    cannot: 'Recover cannot help now',
    note: {
      'first-check': 'It is started apart and checked, before it is yours for the first time.',
      panicked: 'It has stopped with a system error.',
      paused: 'It stands still.',
      'no-room': 'Its storage is full. It goes on by itself when there is room again.',
    },
    unanswered: 'Not answering? Hold for {{time}}',
  },

  restart: {
    title: 'Restart {{name}}?',
    windows: 'Your open windows are closed. What is not saved in them is lost.',
    disk: 'Nothing on this computer is changed or taken back.',
    share: 'Your files on {{share}} are not touched.',
  },

  takePoint: {
    title: 'Take a point now?',
    running: 'Your desktop goes on running, with everything open in it.',
    checked: 'It is then checked, apart from your desktop. That takes some minutes, and you can go on working.',
    note: 'What for? You can leave this empty.',
    sending: 'One moment',
    taking: 'Taking it',
    takingLead: 'This takes a moment. You can go on working.',
    checking: 'It is taken',
    checkingLead: 'Your desktop as of {{when}} is kept. Once it has passed its check, it can be gone back to.',
    good: 'Checked and working',
    goodLead: 'Your desktop can go back to {{when}} from now on.',
    failed: 'It cannot be gone back to',
    failedLead: 'The point from {{when}} did not pass. {{why}} Your desktop is as it was, and earlier points stay.',
  },

  share: {
    away: 'Files on {{share}} are away',
    awayLead: 'Nothing can be saved there now. They come back by themselves, and you are told here.',
    back: 'Files on {{share}} are back',
    backLead: 'You can open and save there again.',
    read: 'All right',
  },
} as const
