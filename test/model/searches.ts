import { allBut, type Rule, type Rules } from './rules.ts'
import type { Bounds, State } from './state.ts'
import { inUse, pointsTaken, recovered } from './worlds.ts'

export interface Search {
  readonly name: string
  readonly from: State
  /** In `npm test`, too. */
  readonly quick: boolean
}

export interface WithoutRules {
  readonly off: readonly Rule[]
  readonly from: State
  /** Part of what is found; null: nothing is, in these bounds, for another rule is in the way as well. */
  readonly finds: string | null
}

const faults = (n: number): Pick<Bounds, 'deaths' | 'lates' | 'errors' | 'faults'> => ({
  deaths: n,
  lates: n,
  errors: n,
  faults: n,
})

const search = (name: string, from: State, quick = false): Search => ({ name, from, quick })

/** Everything on: nothing may be found. */
export const searches: readonly Search[] = [
  search('2 points, 2 faults', inUse({ captures: 2, writes: 1, ...faults(2) }), true),
  search('point, press at any moment, no fault', inUse({ captures: 1, recovers: 1, writes: 1 }), true),
  search('point, press at any moment, 1 fault', inUse({ captures: 1, recovers: 1, writes: 1, ...faults(1) })),
  search('point, press at any moment, 2 faults', inUse({ captures: 1, recovers: 1, writes: 1, ...faults(2) })),
  search('2 points, press at any moment, 1 failed call', inUse({ captures: 2, recovers: 1, errors: 1, faults: 1 })),
  search('point, recovery, undo, no fault', inUse({ captures: 1, recovers: 1, undos: 1, writes: 1 })),
  search('recovery, 3 faults', inUse({ recovers: 1, writes: 1, ...faults(3) })),
  search('recovery, undo, 1 fault', inUse({ recovers: 1, undos: 1, writes: 1, ...faults(1) })),
  search('recovery while the sweep looks, 2 faults', inUse({ recovers: 1, sweeps: 1, ...faults(2) })),
  search('check of a point, 3 faults', pointsTaken({ proofs: 1, ...faults(3) }), true),
  search('check of a point, press at any moment, no fault', pointsTaken({ proofs: 1, recovers: 1 })),
  search('check of a point, thinning, 1 fault', pointsTaken({ proofs: 1, thinnings: 1, clearings: 1, ...faults(1) })),
  search('thinning, undo at any moment, no fault', recovered({ undos: 1, thinnings: 2, clearings: 1 }), true),
  search('thinning, undo at any moment, 1 fault', recovered({ undos: 1, thinnings: 1, clearings: 1, ...faults(1) })),
  search('merging, 3 faults', recovered({ thinnings: 2, clearings: 3, ...faults(3) })),
]

const without = (off: readonly Rule[], from: State, finds: string | null): WithoutRules => ({ off, from, finds })
const thinned = pointsTaken({ thinnings: 2, clearings: 2 })
const checked = pointsTaken({ proofs: 1, deaths: 1, faults: 1 })

/** One rule off, or two where each alone is covered by the other. */
export const withoutRules: readonly WithoutRules[] = [
  without(['pointerFirst'], inUse({ captures: 1, writes: 1, ...faults(1) }), 'does not say what its machine wrote'),
  without(['switchNamesNode'], inUse({ captures: 2, writes: 1, lates: 1, faults: 1 }), 'a point is written to'),
  without(['switchNotAgain'], inUse({ captures: 1, writes: 1, ...faults(2) }), null),
  without(
    ['sealWholeChain'],
    inUse({ captures: 1, recovers: 1, errors: 1, faults: 1 }),
    'is a disk that is not sealed',
  ),
  without(
    ['sealPastSealed'],
    inUse({ captures: 2, recovers: 1, errors: 1, faults: 1 }),
    'is a disk that is not sealed',
  ),
  without(['sealAfterKill'], inUse({ recovers: 1, writes: 1 }), 'what was put aside is written to'),
  without(['condemnFirst'], inUse({ recovers: 1 }), 'nobody said so before'),
  without(['newNumbers'], inUse({ recovers: 1, ...faults(2) }), null),
  without(['createExclusively'], inUse({ recovers: 1, ...faults(2) }), null),
  without(['freshUndo'], recovered({ undos: 1 }), 'what was put aside is written to'),
  without(['cloneApart'], checked, 'two machines are on the network'),
  without(['cloneOwnNumber'], recovered({ proofs: 1 }), 'is written to'),
  without(['savedBeforeProven'], checked, 'the disk of a good point is written to'),
  without(['giveUpHalfProven'], checked, 'a point is offered whose memory is not whole'),
  without(['aliveBeforeMeant'], inUse({ recovers: 1, sweeps: 1 }), 'nobody said so before'),
  without(['thereBeforeMeant'], inUse({ captures: 1, clearings: 1 }), 'a disk below the desktop’s is gone'),
  without(['markedFirst'], recovered({ undos: 1, thinnings: 1 }), 'or a disk below it, is gone'),
  without(['keepsLastGood'], inUse({ thinnings: 1 }), 'the last known good point is gone'),
  without(['usedIsKept'], recovered({ undos: 1, thinnings: 1 }), 'is given up'),
  without(['adapterLooks'], thinned, null),
  without(['belowIsKept'], thinned, null),
  without(['adapterLooks', 'belowIsKept'], thinned, 'a disk below the desktop’s is gone'),
  without(['absorbsUnderItsName'], thinned, 'a disk below the desktop’s is gone'),
  without(
    ['absorbsSealedOnly'],
    pointsTaken({ thinnings: 1, clearings: 1, writes: 1 }),
    'does not say what its machine wrote',
  ),
  without(['absorbsThenDeletes'], pointsTaken({ thinnings: 1, clearings: 1, deaths: 1, faults: 1 }), 'is gone'),
  without(
    ['copiesHold'],
    recovered({ thinnings: 2, clearings: 3, lates: 1, faults: 1 }),
    'or a disk below it, is gone',
  ),
]

export function rulesWithout({ off }: WithoutRules): Rules {
  return allBut(...off)
}
