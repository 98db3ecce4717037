import { expect, it } from 'vitest'
import { connectors } from '../../../src/main/connectors/index.ts'
import { createOpenPage } from '../../../src/main/platform/open-page.ts'

const links = connectors.map(({ info }) => info.credential.link)
const opened: string[] = []
const open = createOpenPage(links, async url => void opened.push(url))
const own = links.filter(link => link !== null)
const host = new URL(own[0] ?? '').host

it('opens what a connector names', async () => {
  expect(own.length).toBeGreaterThan(3)
  opened.length = 0
  for (const link of own) await open(link)
  expect(opened).toEqual(own.map(link => new URL(link).href))
})

const hostile = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox',
  'file:///etc/passwd',
  'file://host/share/evil.exe',
  'smb://host/share',
  'ms-msdt:/id PCWDiagnostic',
  'ms-officecmd:{}',
  'search-ms:query=x&crumb=location:%5C%5Chost',
  'mailto:someone@example.com',
  'tel:123',
  'vscode://file/etc/passwd',
  'ssh://host',
  'ftp://host/',
  'app://claviger/',
  'about:blank',
  'chrome://settings',
  'view-source:https://example.com',
  'blob:https://example.com/x',
  'ws://example.com',
  `http://${host}/`,
  'https://evil.example/',
  `https://${host}.evil.example/`,
  `https://evil.example/${host}`,
  `https://evil.example/?${host}`,
  `https://evil.example#${host}`,
  `https://${host}@evil.example/`,
  `https://someone@${host}/`,
  `https://someone:secret@${host}/`,
  `https://${host}:8443/`,
  `https:\\\\evil.example\\${host}`,
  `https:\\\\${host}\\x`,
  `https:/${host}/`,
  `https:${host}`,
  `//${host}/`,
  `https://${host}\\@evil.example/`,
  `https://${host}%2eevil.example/`,
  `https://${host}/\n`,
  `https://${host}/\u0000`,
  `https://${host}/a b`,
  `https://${host}/\u202e`,
  `https://${host.replace('o', 'ο')}/`,
  `HTTPS://${host.toUpperCase()}/`,
  `https://${host}./`,
  `"https://${host}/"`,
  '--help',
  '',
  ' ',
]
it.each(hostile)('does not open %j', async url => {
  opened.length = 0
  await expect(open(url)).rejects.toThrow('no page of a connector')
  expect(opened).toEqual([])
})

it('was tried with forty hostile addresses', () => {
  expect(new Set(hostile).size).toBeGreaterThanOrEqual(40)
})
