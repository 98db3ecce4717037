import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isolated, layers, packages } from './layers.ts'

const source = resolve(import.meta.dirname, '../src')

type Edge = { readonly from: string; readonly to: string; readonly text: string }

const specifiers =
  /(?:^|[^.\w])(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g

const edgesOf = (file: string, code: string): Edge[] =>
  [...code.matchAll(specifiers)].flatMap(match => {
    const text = match[1] ?? match[2] ?? ''
    const from = relative(source, file).split(sep).join('/')
    const to = text.startsWith('.')
      ? relative(source, resolve(dirname(file), text))
          .split(sep)
          .join('/')
      : `package:${text}`
    return [{ from, to, text }]
  })

const under = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`)

/** The most specific layer that holds `path`. */
const layerOf = (path: string): string | undefined =>
  Object.keys(layers)
    .filter(layer => under(path, layer))
    .sort((a, b) => b.length - a.length)[0]

const packageName = (text: string): string =>
  text
    .split('/')
    .slice(0, text.startsWith('@') ? 2 : 1)
    .join('/')

/** Why this import is not allowed, or null. */
const violation = ({ from, to, text }: Edge): string | null => {
  const layer = layerOf(from)
  if (layer === undefined) return `${from} is in no layer`
  if (to.startsWith('package:')) {
    const allowed = packages[packageName(text)]
    return allowed && !allowed.some(place => under(from, place)) ? `${from} imports ${text}` : null
  }
  const folder = isolated.find(place => under(from, place) && under(to, place))
  if (folder) {
    const roomOf = (path: string) => path.slice(folder.length + 1).split('/')
    const [own, other] = [roomOf(from), roomOf(to)]
    return own.length > 1 && other.length > 1 && own[0] !== other[0]
      ? `${from} imports ${to}`
      : null
  }
  const target = layerOf(to)
  if (target === layer) return null
  return layers[layer]?.some(place => under(to, place)) ? null : `${from} imports ${to}`
}

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map(entry => join(entry.parentPath, entry.name))

describe('who may import whom', () => {
  it('holds for every import of the application', () => {
    const edges = files.flatMap(file => edgesOf(file, readFileSync(file, 'utf8')))
    expect(edges.length).toBeGreaterThan(200)
    expect(edges.map(violation).filter(Boolean)).toEqual([])
  })

  const planted: readonly (readonly [string, string])[] = [
    ['main/ipc/router.ts', 'package:electron'],
    ['main/platform/clipboard.ts', 'package:keytar'],
    ['shared/domain/key.ts', 'package:zod'],
    ['main/services/keys.ts', 'main/platform/clipboard.ts'],
    ['main/services/keys.ts', 'main/connectors/claviger/index.ts'],
    ['main/services/keys.ts', 'package:undici'],
    ['renderer/src/features/keys/table.tsx', 'renderer/src/features/reveal/dialog.tsx'],
    ['main/connectors/claviger/index.ts', 'main/connectors/other/index.ts'],
    ['renderer/src/app.tsx', 'main/base/secret.ts'],
    ['renderer/src/ui/badge.tsx', 'renderer/src/features/keys/table.tsx'],
    ['preload/index.ts', 'shared/contract/index.ts'],
    ['shared/error.ts', 'main/base/secret.ts'],
    ['service/main.ts', 'main/base/secret.ts'],
    ['elsewhere/file.ts', 'shared/error.ts'],
  ]
  it.each(planted)('refuses that %s imports %s', (from, to) => {
    expect(violation({ from, to, text: to.replace('package:', '') })).not.toBeNull()
  })

  const fine: readonly (readonly [string, string])[] = [
    ['main/connectors/claviger/index.ts', 'main/connectors/connector.ts'],
    ['main/connectors/index.ts', 'main/connectors/claviger/index.ts'],
    ['main/platform/clipboard.ts', 'main/services/ports.ts'],
    ['renderer/src/features/keys/table.tsx', 'renderer/src/ui/badge.tsx'],
    ['service/main.ts', 'package:zod'],
  ]
  it.each(fine)('lets %s import %s', (from, to) => {
    expect(violation({ from, to, text: to.replace('package:', '') })).toBeNull()
  })
})

it('has two files that touch Electron’s IPC', () => {
  const touching = files.filter(file => /\bipc(Main|Renderer)\b/.test(readFileSync(file, 'utf8')))
  expect(touching.map(file => relative(source, file).split(sep).join('/')).sort()).toEqual([
    'main/platform/ipc-transport.ts',
    'preload/index.ts',
  ])
})
