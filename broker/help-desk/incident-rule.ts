import type { IncidentTable } from '../store/schema/help-desk.ts'

/** Something that desktops have in common. */
export interface Feature {
  readonly feature: IncidentTable['feature']
  readonly value: string
  /** Of a change: when it was announced. */
  readonly at: number | null
}

export interface SharedFeature extends Feature {
  /** So many of those that pressed have it, and so many of all. */
  readonly pressed: number
  readonly all: number
}

/** Of equals, what says most of a cause. */
const BY_CAUSE: readonly Feature['feature'][] = ['change', 'image', 'pool', 'storage', 'host']

/** Less than this of those that pressed, and it is not what they share. */
const MOST_OF_THEM = 0.6

/**
 * What desktops share, the strongest first: what is common among them and rare among all others. `features`: of every desktop,
 * also of those that did not press.
 */
export function sharedBy(
  desktops: Iterable<string>,
  features: ReadonlyMap<string, readonly Feature[]>,
): SharedFeature[] {
  const pressed = [...new Set(desktops)].filter((desktop) => features.has(desktop))
  const found = new Map<string, { feature: Feature; pressed: number; all: number }>()
  for (const desktop of pressed)
    for (const feature of features.get(desktop) ?? []) {
      const entry = found.get(keyOf(feature)) ?? { feature, pressed: 0, all: 0 }
      found.set(keyOf(feature), { ...entry, pressed: entry.pressed + 1 })
    }
  for (const own of features.values())
    for (const feature of own) {
      const entry = found.get(keyOf(feature))
      if (entry !== undefined) entry.all++
    }
  const lift = (s: SharedFeature) => s.pressed / pressed.length / (s.all / features.size)
  return [...found.values()]
    .map(({ feature, pressed: n, all }) => ({ ...feature, pressed: n, all }))
    .sort(
      (a, b) =>
        lift(b) - lift(a) ||
        b.pressed - a.pressed ||
        BY_CAUSE.indexOf(a.feature) - BY_CAUSE.indexOf(b.feature) ||
        a.value.localeCompare(b.value),
    )
}

/**
 * The rule by which presses become an incident: at least `presses` desktops pressed lately, and most of all that pressed share
 * something. The strongest of that is what the incident is by; null: there is none.
 */
export function incidentIn(
  desktops: Iterable<string>,
  features: ReadonlyMap<string, readonly Feature[]>,
  presses: number,
): SharedFeature | null {
  const pressed = [...new Set(desktops)].filter((desktop) => features.has(desktop))
  const strong = sharedBy(pressed, features).filter(
    (shared) => shared.pressed >= presses && shared.pressed >= pressed.length * MOST_OF_THEM,
  )
  return strong[0] ?? null
}

export function keyOf({ feature, value }: Pick<Feature, 'feature' | 'value'>): string {
  return `${feature} ${value}`
}
