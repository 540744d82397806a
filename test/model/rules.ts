/** What the broker and the adapter keep to. Each can be left out, to see what it is for. */
export const RULES = {
  pointerFirst: 'the overlay becomes the desktop’s before the machine is switched to it',
  switchNamesNode: 'a switch names what the machine writes to when it is sent',
  switchNotAgain: 'a capture that is taken over looks, and does not switch again',
  sealWholeChain: 'a disk is sealed with whatever below it is not',
  sealPastSealed: 'a sealed disk does not end that: one below it may not be',
  sealAfterKill: 'a disk is sealed when nothing writes to it any more',
  condemnFirst: 'a machine is condemned before it is killed',
  newNumbers: 'whoever takes a run over takes new numbers',
  createExclusively: 'an overlay is made only where there is none',
  freshUndo: 'an undo gets an overlay of its own above what was kept',
  cloneApart: 'a clone has no way to the network',
  cloneOwnNumber: 'a clone writes to an overlay of its own',
  savedBeforeProven: 'a point is good when its clone’s memory is whole and its disk sealed',
  giveUpHalfProven: 'what a broker that died was checking is not adopted',
  aliveBeforeMeant: 'the sweep looks what is alive, and then what is meant to be',
  thereBeforeMeant: 'clearing away looks what is there, and then what is meant to be',
  markedFirst: 'thinning marks in one transaction, and deletes after it',
  keepsLastGood: 'the last known good point is never thinned',
  usedIsKept: 'what an open run goes to is not thinned',
  adapterLooks: 'the adapter deletes no disk that another stands on',
  belowIsKept: 'what is below something meant to be there is not deleted',
  absorbsUnderItsName: 'a merged disk takes the name of the one it replaces',
  absorbsSealedOnly: 'only a sealed disk is merged',
  absorbsThenDeletes: 'what was merged is deleted when the new file has its name',
  copiesHold: 'what a half-made copy stands on is not deleted',
} as const

export type Rule = keyof typeof RULES
export type Rules = Readonly<Record<Rule, boolean>>

export function allBut(...off: readonly Rule[]): Rules {
  return Object.fromEntries(Object.keys(RULES).map((rule) => [rule, !off.includes(rule as Rule)])) as Rules
}
