/** One desktop: what the store says of it, what its host has, and what its broker is about to do. Plain data. */
export interface State {
  // The store.
  instance: number
  overlay: number
  next: number
  run: Run | null
  runs: number
  points: Point[]
  kept: Kept[]
  condemned: number[]
  /** The help desk has it, with these disks. */
  handedOver: number[]
  // The host.
  files: Record<number, File>
  images: Record<number, Image>
  machines: Machine[]
  copies: Copy[]
  late: Call[]
  // The broker. What it has in mind is gone when it dies.
  tasks: Task[]
  /** What may still happen. */
  left: Bounds
  /** Ghosts: what the guest wrote and nobody gave up, files ever made, whether a point was ever known to be good. */
  owed: number
  made: number
  hadGood: number
}

export interface Bounds {
  readonly captures: number
  readonly recovers: number
  readonly undos: number
  readonly proofs: number
  readonly thinnings: number
  readonly clearings: number
  readonly sweeps: number
  readonly writes: number
  // Faults, and how many of them in all.
  readonly deaths: number
  readonly lates: number
  readonly errors: number
  readonly faults: number
}

export interface Run {
  readonly id: number
  readonly kind: 'capture' | 'recover' | 'undo'
  mark: 'accepted' | 'preparing' | 'prepared' | 'protected' | 'sealed' | 'switched'
  attempt: number
  fence: number
  instance: number
  overlay: number
  oldInstance: number
  oldOverlay: number
  /** Index of the point that it takes or goes to, of what it brings back; -1 if none. */
  readonly point: number
  readonly undoOf: number
  given: number[]
}

export interface Point {
  state: 'taking' | 'there' | 'deleting' | 'gone'
  proof: 'unproven' | 'proving' | 'good' | 'failed'
  captured: number
  clone: number
  overlay: number
  image: number
  /** Ghost: what it said when it was taken. */
  said: number
}

/** What a recovery put aside. */
export interface Kept {
  readonly run: number
  state: 'kept' | 'deleting' | 'gone'
  overlay: number
  said: number
}

/** 0 is the golden image. `wrote` has a bit for each write of a guest. `id` is the file, whatever name it has. */
export interface File {
  id: number
  backing: number
  wrote: number
  sealed: boolean
  used: boolean
}

export interface Image {
  disk: number
  complete: boolean
  said: number
}

export interface Machine {
  readonly n: number
  /** What it writes to: the name, and the file it has open. */
  disk: number
  file: number
  runs: boolean
  link: boolean
  readonly clone: boolean
  /** Ghosts: what it would read from its disk; whether it passed its checks. */
  sees: number
  passed: boolean
}

/** A merged disk that has no name yet. */
export interface Copy {
  readonly of: number
  readonly onto: number
  readonly wrote: number
}

export type Call =
  | { readonly op: 'create'; readonly n: number; readonly backing: number }
  | { readonly op: 'switch'; readonly i: number; readonly to: number; readonly node: number }
  | { readonly op: 'seal'; readonly n: number }
  | { readonly op: 'kill'; readonly i: number }
  | { readonly op: 'start'; readonly i: number; readonly disk: number; readonly clone: boolean; readonly link: boolean }
  | { readonly op: 'link'; readonly i: number }
  | { readonly op: 'complete'; readonly i: number }
  | { readonly op: 'deleteImage'; readonly n: number }
  | { readonly op: 'delete'; readonly n: number; readonly checked: boolean }
  | { readonly op: 'copy'; readonly n: number; readonly onto: number }
  | { readonly op: 'rename'; readonly n: number; readonly onto: number }

/** `id`: of the run, or the index of the point. `call`: decided, and not made yet. */
export interface Task {
  readonly kind: 'run' | 'proof' | 'clear' | 'sweep' | 'thin'
  readonly id: number
  readonly fence: number
  at: string
  call: Call | null
  /** Calls still to be decided. */
  plan: Call[]
  /** Of a look that counts later: disks, images or machines by number, with what they stand on. */
  seen: [n: number, backing: number, sealed: boolean][]
  seenImages: number[]
}
