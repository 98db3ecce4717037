import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openLogFile } from '../../../src/main/platform/log-file.ts'
import { createMachine } from '../../../src/main/platform/machine.ts'

vi.mock('electron', () => ({ app: { getVersion: () => '0.1.0', isPackaged: true } }))

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-machine-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('tells versions and sizes, and nothing of who sits here or where', () => {
  vi.stubEnv('XDG_SESSION_TYPE', 'canary-session')
  vi.stubEnv('DISPLAY', 'canary-display')
  const { facts, version } = createMachine(freshFolder(), ['NODE_OPTIONS'])
  const text = facts().join('\n')
  expect(version).toBe('0.1.0')
  expect(text).toContain(`Node,${process.versions.node}`)
  expect(text).toContain('Ignored variables,NODE_OPTIONS')
  for (const own of ['canary', homedir(), hostname(), `,${userInfo().username}\n`, tmpdir()])
    expect(text).not.toContain(own)
})

it('answers the newest lines of the log, of both its files, oldest first', async () => {
  const folder = freshFolder()
  writeFileSync(join(folder, 'claviger.log.1'), '{"event":"older"}\n')
  const log = openLogFile(folder, () => 0)
  log('newer')
  const machine = createMachine(folder, [])
  expect((await machine.logTail()).map(line => JSON.parse(line).event)).toEqual(['older', 'newer'])
  for (let count = 0; count < 300; count++) log('newest', { code: String(count) })
  const tail = await machine.logTail()
  expect(tail).toHaveLength(200)
  expect(JSON.parse(tail.at(-1) ?? '')).toMatchObject({ code: '299' })
})

it('reads the end of a log of any size, and no line in part', async () => {
  const folder = freshFolder()
  const line = `${JSON.stringify({ event: 'x'.repeat(1000) })}\n`
  writeFileSync(join(folder, 'claviger.log'), line.repeat(50_000))
  const tail = await createMachine(folder, []).logTail()
  expect(tail).toHaveLength(64)
  for (const one of tail) expect(`${one}\n`).toBe(line)
})

it.skipIf(process.platform === 'win32')('does not wait for a pipe in its place', async () => {
  const folder = freshFolder()
  execFileSync('mkfifo', [join(folder, 'claviger.log')])
  expect(await createMachine(folder, []).logTail()).toEqual([])
})
