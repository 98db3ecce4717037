import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { peers } from '../../bench/peers/open-peers.ts'
import { writeRows } from '../../bench/peers/write-rows.ts'
import { benchRows } from '../../bench/rows.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const own = JSON.parse(read('bench/peers/package.json'))
const ours = JSON.parse(read('package.json'))

describe('the peers', () => {
  it.each(peers)('have a page: %s', peer => {
    expect(existsSync(join(root, 'bench/peers/pages', `${peer}.html`))).toBe(true)
  })

  it.each([1, 999, 1000, 2001])(
    'are given the rows of the benchmark, newest first: %d',
    async count => {
      const folder = mkdtempSync(join(tmpdir(), 'claviger-rows-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const rows = JSON.parse(readFileSync(await writeRows(join(folder, 'rows'), count), 'utf8'))
      expect(rows).toEqual([...benchRows(count)].reverse())
    },
  )

  it('are pinned to the version', () => {
    const loose = Object.entries<string>(own.dependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
  })

  it.each(['react', 'react-dom', '@mantine/core', '@mantine/hooks'])(
    'are built with the application’s own version of %s',
    name => {
      expect(own.dependencies[name]).toBe(ours.devDependencies[name])
    },
  )

  const isInstalled = existsSync(join(root, 'bench/peers/node_modules/react/package.json'))
  it.skipIf(!isInstalled)('have no error of types, where they are installed', () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', 'bench/peers'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect([stdout, status]).toEqual(['', 0])
  })

  it('are nothing that the application is made of', () => {
    const names = ['@tanstack/react-table', 'ag-grid-community', 'fuse.js']
    const known = { ...ours.dependencies, ...ours.devDependencies }
    expect(names.filter(name => name in known)).toEqual([])
  })
})
