import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { installService, serviceFolders } from '../../tools/services.ts'

it('installs a service once, and again when its lock file is another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-install-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, name), JSON.stringify(content))
  const lock = (version: string) =>
    write('package-lock.json', {
      ...{ name: 'service', version, lockfileVersion: 3, requires: true },
      packages: { '': { name: 'service', version } },
    })
  write('package.json', { name: 'service', version: '1.0.0' })
  lock('1.0.0')
  expect(installService(folder)).toBe(true)
  // Without it npm could not install anything.
  rmSync(join(folder, 'package.json'))
  expect(installService(folder)).toBe(true)
  lock('1.0.1')
  expect(installService(folder)).toBe(false)
})

it('finds the services by their lock files', () => {
  const names = serviceFolders().map(folder => folder.split('/').at(-1))
  expect(names).toEqual(expect.arrayContaining(['better-auth', 'unleash']))
})

it('counts a run that left no totals as failed', () => {
  const program = resolve(import.meta.dirname, '../../tools/all-totals.ts')
  const { stdout, status } = spawnSync(process.execPath, [program, 'no-such-run'])
  expect([String(stdout), status]).toEqual(['0 passed, 1 failed\n', 1])
})
