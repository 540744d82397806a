import { type Demo, secretFile } from './broker-config.ts'

interface Welcome {
  readonly address: string
  /** Where the share's files are. */
  readonly files: string
  /** null: it was shown before. */
  readonly password: string | null
  readonly helperPassword: string | null
}

/** What a person needs to know once the broker answers. */
export function welcome(demo: Demo, { address, files, password, helperPassword }: Welcome): void {
  const file = secretFile(demo, demo.person)
  const helperFile = secretFile(demo, demo.helper)
  const first = password !== null
  console.log(`
  Sign in    ${demo.person}
  Password   ${first ? `${password}   shown this once; the broker keeps it in ${file}` : `as shown the first time; it is in ${file}`}
  H:         ${files}
  Browser    ${address}
  Help desk  ${new URL('admin', address).href}, as ${demo.helper}; the password ${helperPassword === null ? '' : `${helperPassword} `}is in ${helperFile}
${first ? '\n  The desktop is made ready first, and its restore point proven: some minutes without hardware virtualisation.\n' : ''}
  To break it: the icon "Break this desktop". To get a new password, delete that file and start again.
  Ctrl-C ends the demo. npm start -- --reset deletes all that it keeps; --help shows what else there is.
`)
}
