import { relative } from 'node:path'
import { orSayWhy } from '../or-say-why.mjs'
import { project } from '../places.mjs'
import { showing } from '../progress.mjs'
import { makeAppFolder } from './app-folder.ts'
import { buildOf } from './build.ts'
import { kinds } from './debian-package.ts'
import { makeDeb } from './make-deb.ts'
import { HELP, readOptions } from './options.ts'

/** `npm run package`: the app's folder, and of it the packages. */
await orSayWhy(async () => {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    console.log(HELP)
    return
  }
  const what = buildOf(options)
  if (what.test)
    console.log(
      `This is a TEST BUILD, around Electron ${what.electron.version}: for trying and testing, never to be used.`,
    )
  const folder = await showing('Packing the app', () => makeAppFolder(what, options.others))
  const made: string[] = []
  for (const kind of kinds) made.push(await showing(`Making the ${kind}'s package`, () => makeDeb(kind, what, folder)))
  for (const path of [folder, ...made]) console.log(relative(project, path))
})
