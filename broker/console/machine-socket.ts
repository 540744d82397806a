import { createConnection, type Socket } from 'node:net'
import { ProblemError } from '../../shared/api/problem.ts'

const PATIENCE_MS = 5_000

/** Connects to where a machine speaks RFB. Nothing is read from it yet. Throws `desktop-off` if nothing takes the call. */
export async function connectMachine(path: string): Promise<Socket> {
  const socket = createConnection({ path })
  let late: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS)
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return socket
  } catch (cause) {
    socket.destroy()
    throw new ProblemError('desktop-off', 'Its picture cannot be reached.', { cause })
  } finally {
    clearTimeout(late)
  }
}
