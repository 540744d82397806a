import type { Screen } from './screen.ts'

/** How the doll stands on the edge of a sheet. */
export interface DollPosture {
  /** `called`: in red, it stands for a press. `rest`: in ink, a press can do nothing here. */
  readonly look: 'called' | 'rest'
  /** None: no press. The first is painted when a press is accepted, the second when the check has passed. */
  readonly eyes: 0 | 1 | 2
  /** Degrees, to the right. */
  readonly lean: number
  readonly motion: 'still' | 'righting' | 'landed'
  /** How far it swings to either side while it rights itself, in degrees. */
  readonly swing: number
}

function still(look: DollPosture['look'], eyes: DollPosture['eyes'], lean: number): DollPosture {
  return { look, eyes, lean, motion: 'still', swing: 0 }
}

/** Each step done, it swings less. */
const swings: Record<string, number> = {
  accepted: 24,
  preparing: 24,
  prepared: 24,
  protected: 22,
  sealed: 18,
  switched: 12,
  live: 6,
}

export function postureOn(screen: Screen): DollPosture {
  switch (screen.is) {
    case 'queued':
      return still(screen.run.kind === 'recover' ? 'called' : 'rest', 1, 8)
    case 'consent':
      return still('called', 0, 24)
    case 'pressing':
      return still(screen.press.kind === 'recover' ? 'called' : 'rest', 1, 24)
    case 'press-kept':
      return still(screen.press.kind === 'recover' ? 'called' : 'rest', 1, 22)
    case 'recovering': {
      const { kind, mark, wayBack } = screen.run
      const swing = swings[mark] ?? 24
      return {
        look: kind === 'recover' && !wayBack ? 'called' : 'rest',
        eyes: 1,
        lean: swing * 0.6,
        motion: 'righting',
        swing,
      }
    }
    case 'failed':
      return still(screen.run.kind === 'recover' ? 'called' : 'rest', 1, -20)
    case 'needs-help':
      return still('called', 1, -20)
    case 'files':
      return still('called', 2, 0)
    case 'undo':
      return still('rest', 2, 0)
    case 'cannot-recover':
      return still('rest', 0, screen.problem.type.endsWith('no-room') ? 14 : 0)
    case 'unreachable':
      return still('rest', screen.run === null ? 0 : 1, 16)
    case 'opening':
      return still('rest', 0, screen.why === 'off' ? 0 : -6)
    default:
      return still('rest', 0, 0)
  }
}
