import type { ButtonProfile } from '../../shared/button.ts'
import type { FoundDevice } from './transport.ts'

/** The first of them whose every named property is the device's. */
export function profileOf(device: FoundDevice, profiles: readonly ButtonProfile[]): ButtonProfile | undefined {
  return profiles.find(({ match }) => {
    const { productIds, product, ...same } = match
    if (productIds?.includes(device.productId) === false) return false
    if (product !== undefined && device.product?.toLowerCase().includes(product) !== true) return false
    return (Object.keys(same) as (keyof typeof same)[]).every((key) => same[key] === device[key])
  })
}

/** Whether the report says pressed; `other`: one of another kind, `malformed`: none of this button's at all. */
export function pressedIn(report: Uint8Array, profile: ButtonProfile): boolean | 'other' | 'malformed' {
  const { length, orLonger, kind, says } = profile.report
  if (report.length < length || (report.length > length && orLonger !== true)) return 'malformed'
  if (kind !== undefined && !kind.values.includes(report[kind.byte] ?? -1)) return 'other'
  if ('bits' in says) return says.bits.some(({ byte, mask }) => ((report[byte] ?? 0) & mask) !== 0)
  if ('keys' in says) {
    const { from, first, last } = says.keys
    return report.subarray(from).some((key) => key >= first && key <= last)
  }
  const state = report[says.byte] ?? -1
  if (says.pressed.includes(state)) return true
  return says.released.includes(state) ? false : 'malformed'
}
