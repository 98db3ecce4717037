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
  ])('does not have %s', path => {
    expect(ask(path).status).toBe(404)
  })

  it('answers only its own host and only GET', () => {
    expect(page(new Request('app://other/index.html')).status).toBe(404)
    expect(ask('/', { method: 'POST', body: 'x' }).status).toBe(405)
    expect(ask('/', { method: 'HEAD' }).status).toBe(405)
  })

  it.each(['/', '/assets/main.js', '/missing'])('sends its policy with %s', path => {
    const { 'content-type': _type, ...headers } = Object.fromEntries(ask(path).headers)
    const policy = headers['content-security-policy']?.replace(/'nonce-[^']+'/, "'nonce-N'")
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
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
      'cache-control': 'no-store',
    })
  })
})
