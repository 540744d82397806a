import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Samba, startSamba } from '../../setup/samba/samba.ts'
import { type Bridge, makeBridge } from '../rigs/bridge.ts'
import { Daruma } from '../rigs/daruma.ts'
import { openInEditor, saved, types } from './editor.ts'

let bridge: Bridge
let samba: Samba
let daruma: Daruma
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-bridge-'))
  bridge = await makeBridge()
  samba = await startSamba({
    folder,
    address: bridge.address,
    port: 445,
    share: 'home',
    user: 'maria',
    password: Daruma.sharePassword,
    namespace: bridge.namespace,
  })
  daruma = await Daruma.prepare({
    network: { machine: { kind: 'tap', ifname: bridge.tap }, samba, unc: `//${bridge.address}/home` },
  })
  await daruma.start()
  await daruma.running()
})
afterAll(async () => {
  await daruma.close()
  await samba.stop()
  await bridge.remove()
  await rm(folder, { recursive: true, force: true })
})

test('over a real TCP connection that the old machine never ended, the share opens again after a warm recovery', async () => {
  // The file is held open with what was written and not yet closed, as an editor would.
  await daruma.guest(
    'echo before > /media/H/report; sync; (exec 3>> /media/H/report; echo held >&3; sleep 1000) > /dev/null 2>&1 &',
  )
  const recovered = await daruma.outcome((await daruma.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 1, point: { warm: true } })
  expect(await daruma.guest('cat /media/H/report')).toMatch(/^before\n/)
  await daruma.guest('echo after >> /media/H/report; sync')
  expect(await readFile(join(samba.files, 'report'), 'utf8')).toMatch(/^before\n(held\n)?after\n$/)
})

test('undo on the bridge keeps what became newer on the share', async () => {
  await daruma.guest('echo older > /media/H/letter; echo local > /home/user/local; sync')
  const recovered = await daruma.outcome((await daruma.recover()).id)
  expect(recovered.outcome).toBe('recovered')
  await writeFile(join(samba.files, 'letter'), 'newer\n')
  const undone = await daruma.outcome((await daruma.undo(recovered.id)).id)
  expect(undone.outcome).toBe('undone')
  expect(await daruma.guest('cat /home/user/local /media/H/letter')).toBe('local\nnewer\n')
  expect(await readFile(join(samba.files, 'letter'), 'utf8')).toBe('newer\n')
})

test('undo brings back the unsaved text in the editor, and what became newer on the share stays newer', async () => {
  // Read and written there, so that the old machine's memory has pages of it.
  await daruma.guest('echo older > /media/H/minutes; cat /media/H/minutes; echo old page >> /media/H/minutes')
  await openInEditor(daruma, '/home/user/letter')
  await types(daruma, 'dear ms okafor')
  expect(await daruma.guest('cat /home/user/letter')).toBe('')
  expect((await daruma.desktop()).forecast).toMatchObject({ undoBrings: 'disk-and-memory' })

  const recovered = await daruma.outcome((await daruma.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', undo: { brings: 'disk-and-memory' } })
  await writeFile(join(samba.files, 'minutes'), 'newer\n')
  await daruma.guest('grep newer /media/H/minutes')

  const undone = await daruma.outcome((await daruma.undo(recovered.id)).id)
  expect(undone).toMatchObject({ outcome: 'undone', attempt: 1, brought: 'disk-and-memory' })
  expect(await daruma.guest('cat /media/H/minutes')).toBe('newer\n')
  expect(await saved(daruma, '/home/user/letter')).toBe('dear ms okafor')
  await daruma.guest('echo from the undone >> /media/H/minutes; sync')
  expect(await readFile(join(samba.files, 'minutes'), 'utf8')).toBe('newer\nfrom the undone\n')

  // An undo is a recovery, too: what it replaced comes back the same way, and with what was on its screen.
  const again = await daruma.outcome((await daruma.undo(undone.id)).id)
  expect(again).toMatchObject({ outcome: 'undone', brought: 'disk-and-memory' })
  expect(await daruma.guest('ls /home/user/letter 2> /dev/null || echo no letter')).toBe('no letter\n')
  expect(await readFile(join(samba.files, 'minutes'), 'utf8')).toBe('newer\nfrom the undone\n')
})

test('with a file of the share open in a program, only the disk is kept, and why is said', async () => {
  await daruma.guest('(exec 3>> /media/H/open; echo held >&3; sleep 1000) > /dev/null 2>&1 &')
  const recovered = await daruma.outcome((await daruma.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', undo: { brings: 'disk', diskOnly: 'share-in-use' } })
  const undone = await daruma.outcome((await daruma.undo(recovered.id)).id)
  expect(undone).toMatchObject({ outcome: 'undone', brought: 'disk' })
  expect(await daruma.guest('cat /media/H/open')).toBe('held\n')
})
