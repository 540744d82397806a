import { hash, verify } from '@node-rs/argon2'

/** The package's default is argon2id. OWASP's least for it: 19 MiB, two passes. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** As a PHC string. The same letters count as the same password, however a keyboard composes them. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost)
}

/** Takes as long for nobody (empty) as for somebody, so that time does not tell who exists. */
export async function passwordFits(kept: string, password: string): Promise<boolean> {
  const fits = await verify(kept === '' ? await nobodysHash() : kept, password.normalize('NFC'))
  return fits && kept !== ''
}

let ofNobody: Promise<string> | undefined
function nobodysHash(): Promise<string> {
  ofNobody ??= hashPassword('')
  return ofNobody
}
