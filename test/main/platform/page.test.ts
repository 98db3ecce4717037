import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPage, readManifest } from '../../../src/main/platform/page.ts'

const root = mkdtempSync(join(tmpdir(), 'claviger-page-'))
let page: (request: Request) => Response

beforeAll(async () => {
  const folder = join(root, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" nonce="%NONCE%">')
  writeFileSync(join(folder, 'assets/main.js'), 'export {}')
  writeFileSync(join(folder, 'assets/main.js.map'), '{}')
  writeFileSync(join(folder, '.env'), 'SECRET=1')
  writeFileSync(join(root, 'outside.js'), 'outside')
  symlinkSync(join(root, 'outside.js'), join(folder, 'link.js'))
  page = createPage(await readManifest(folder))
})
afterAll(() => rmSync(root, { recursive: true }))

const ask = (path: string, init?: RequestInit) => page(new Request(`app://claviger${path}`, init))

describe('app://claviger', () => {
  it('serves the page with its own nonce each time', async () => {
    const [one, other] = [ask('/'), ask('/index.html')]
    const policy = one.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(await one.text()).toContain(`nonce="${nonce}"`)
    expect(await other.text()).not.toContain(String(nonce))
    expect(nonce?.length).toBeGreaterThanOrEqual(24)
  })

  it('serves its files with their types', async () => {
    const response = ask('/assets/main.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('export {}')
  })

  it.each([
    '/missing.js',
    '/assets/main.js.map',
    '/.env',
    '/link.js',
    '/../outside.js',
    '/..%2foutside.js',
    '/%2e%2e/outside.js',
    '/%252e%252e/outside.js',
    '/assets\\main.js',
    '/assets//main.js',
    '/assets/main.js.',
    '/ASSETS/main.js',
    '/assets/main.js%00',
    '/assets/',
    '//claviger/index.html/x',
    `/${'a'.repeat(10_000)}`,
    '/package.json',
    '/index.html?x=1',
    '/index.html%20',
    '/index.html.',
    '/INDEX.HTML',
    '/index.html::$DATA',
    '/C:/windows/win.ini',
    '/C:%5Cindex.html',
    '//etc/passwd',
    '/%2Fetc/passwd',
    '/assets/%2e%2e%2f..%2f.env',
    '/%c0%ae%c0%ae/outside.js',
    '/__proto__',
    '/constructor',
    '/%NONCE%',
    '/assets/main.js;v=1',
  ])('does not have %s', path => {
    expect(ask(path).status).toBe(404)
  })

  it.each([
    'app://other/index.html',
    'app://claviger.evil/index.html',
    'app://claviger:1/index.html',
    'app://CLAVIGER/index.html',
    'app://someone@claviger/index.html',
    'app://:secret@claviger/index.html',
    'app:///index.html',
    'https://claviger/index.html',
  ])('is not at %s', url => {
    // Node's own Request takes no user in its address; Chromium's may have one.
    expect(page({ url, method: 'GET' } as Request).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('does not take %s', method => {
    expect(ask('/', { method }).status).toBe(405)
    expect(ask('/assets/main.js', { method }).status).toBe(405)
  })

  it('gives a file whole, whatever range is asked for', async () => {
    const response = ask('/assets/main.js', { headers: { range: 'bytes=1-2' } })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('export {}')
  })

  it('asks the disk nothing once it has started', async () => {
    writeFileSync(join(root, 'renderer/assets/main.js'), 'changed')
    writeFileSync(join(root, 'renderer/late.js'), 'late')
    expect(ask('/late.js').status).toBe(404)
    expect(await ask('/assets/main.js').text()).toBe('export {}')
  })

  it('lets no other origin read it', () => {
    for (const path of ['/', '/assets/main.js', '/missing'])
      expect(
        ask(path, { headers: { origin: 'https://evil.example' } }).headers.get(
          'access-control-allow-origin',
        ),
      ).toBeNull()
  })

  it('answers only its own host and only GET', () => {
    expect(page(new Request('app://other/index.html')).status).toBe(404)
    expect(ask('/', { method: 'POST', body: 'x' }).status).toBe(405)
    expect(ask('/', { method: 'HEAD' }).status).toBe(405)
  })

  it.each([
    ['GET', '/'],
    ['GET', '/assets/main.js'],
    ['GET', '/missing'],
    ['POST', '/'],
  ])('sends its policy with %s %s', (method, path) => {
    const { 'content-type': _type, ...headers } = Object.fromEntries(ask(path, { method }).headers)
    const policy = headers['content-security-policy']?.replace(/'nonce-[^']+'/, "'nonce-N'")
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'none'",
      "style-src-elem 'self' 'nonce-N'",
      "style-src-attr 'none'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types default',
    ])
    expect({ ...headers, 'content-security-policy': '' }).toEqual({
      'content-security-policy': '',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-dns-prefetch-control': 'off',
      'cache-control': 'no-store',
    })
  })
})
