import { z } from 'zod'

/** A name an administrator chose for a desktop; also a folder name, so it stays within what every file system takes. */
export const DesktopId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, 1 to 63 of them')

/** Ids the broker gives: unguessable, and never used again. */
export const RunId = z.uuid()
export const PointId = z.uuid()
export const RescueId = z.uuid()

/** Made by the kiosk at the first touch of a press, so that a lost answer can be asked for again. */
export const PressKey = z.uuid()

/** A moment, ISO 8601 in UTC. */
export const Moment = z.iso.datetime()
