import { SetupError } from './setup-error.mjs'

/** Runs it; what cannot be done is said without a stack, for it is no fault of the program. @param {() => Promise<void>} act */
export async function orSayWhy(act) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
