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
    const { headers } = ask(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
