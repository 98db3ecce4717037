import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(tsx?|html|css)$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))
  .map(file => ({
    file: relative(root, file).replaceAll('\\', '/'),
    text: withoutComments(readFileSync(file, 'utf8')),
  }))

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '')
}

const filesWith = (pattern: RegExp): readonly string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

it('sees the sources', () => expect(sources.length).toBeGreaterThan(200))

/** What must stand in no file, but for those that are named, each with what it is there for. */
const gates: readonly (readonly [string, RegExp, readonly string[]])[] = [
  [
    'an address without TLS',
    /['"`]http:/,
    [
      // Taken for this computer's own addresses.
      'src/main/platform/https/origin.ts',
      'src/main/services/connections/service-url.ts',
    ],
  ],
  [
    'a request from the page',
    /\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b\s*\(/,
    [],
  ],
  [
    'markup from text',
    /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|srcdoc/,
    [],
  ],
  ['a script from text', /\beval\(|new Function\(|setTimeout\(\s*['"`]|javascript:/, []],
  [
    'a switch that takes a wall down',
    /webSecurity: false|sandbox: false|contextIsolation: false/,
    [],
  ],
  ['Node in a page', /nodeIntegration\w*: true|webviewTag: true|enableRemoteModule/, []],
  ['a policy that is bypassed', /bypassCSP|supportFetchAPI|corsEnabled|allowServiceWorkers/, []],
  [
    'a certificate that anybody shows',
    /rejectUnauthorized: false|setCertificateVerifyProc|'certificate-error'/,
    // Reads what certificate a service shows; sends nothing to it.
    ['src/main/platform/https/certificate.ts'],
  ],
  ['features that nobody has tried', /enableBlinkFeatures|experimentalFeatures: true/, []],
  ['a page from the disk or the network', /\.loadFile\(|loadURL\((?!`\$\{pageOrigin\}\/`\))/, []],
  ['reports of crashes, which hold memory', /crashReporter|contentTracing|netLog/, []],
  ['storage of the page', /\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b/, []],
  [
    'a worker of the page',
    /new (Shared)?Worker\(|serviceWorker/,
    ['src/main/platform/store/worker-thread.ts'],
  ],
]

describe('no source has', () => {
  it.each(gates)('%s', (_what, pattern, known) => {
    expect(
      filesWith(pattern)
        .filter(file => !file.startsWith('src/service/'))
        .sort(),
    ).toEqual(known)
  })
})

it('asks for Electron’s clipboard, shell and sessions in one file each', () => {
  expect(filesWith(/\bshell\b.*from 'electron'|shell\.openExternal/)).toEqual([
    'src/main/compose.ts',
  ])
  expect(filesWith(/fromPartition\(/)).toEqual(['src/main/platform/page-session.ts'])
  expect(filesWith(/new BrowserWindow\(/)).toEqual(['src/main/platform/window.ts'])
})

it('drops variables, sandboxes every page and looks at switches before anything else runs', () => {
  const text = sources.find(({ file }) => file === 'src/main/index.ts')?.text ?? ''
  const steps = [
    'dropDangerousVariables(process.env)',
    'app.enableSandbox()',
    'registerPageScheme()',
    'mayStart(app,',
    'app.requestSingleInstanceLock()',
    'function start()',
    'app.whenReady()',
    'createWindow(',
  ].map(step => text.indexOf(step))
  expect(steps).not.toContain(-1)
  expect(steps).toEqual([...steps].sort((one, other) => one - other))
})
