const live = process.stdout.isTTY === true

/**
 * Shows that something goes on: its name at once, how long it takes, and what it is at. On a terminal in one line that
 * moves, elsewhere line by line.
 * @template T
 * @param {string} name what is being done, as in "Building the demo desktop"
 * @param {(tell: (detail: string) => void) => Promise<T>} act gets a function that tells what it is at
 * @returns {Promise<T>}
 */
export async function showing(name, act) {
  const began = Date.now()
  let detail = ''
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
  const draw = () => process.stdout.write(`\r\x1b[K${name}: ${detail === '' ? '' : `${detail}, `}${seconds()}`)
  const timer = live ? setInterval(draw, 250) : undefined
  if (!live) console.log(`${name} ...`)
  /** @param {string} end */
  const finish = (end) => {
    clearInterval(timer)
    if (live) process.stdout.write('\r\x1b[K')
    console.log(`${name}: ${end}, ${seconds()}`)
  }
  try {
    const result = await act((told) => {
      detail = told
      if (!live) console.log(`  ${told}`)
    })
    finish('done')
    return result
  } catch (error) {
    finish('failed')
    throw error
  }
}
