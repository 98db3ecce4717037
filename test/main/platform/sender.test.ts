import { expect, it } from 'vitest'
import { isTrusted } from '../../../src/main/platform/sender.ts'

const frame = (url: string, parent: unknown = null) => ({ url, parent })

it.each([
  ['our page', 1, frame('app://claviger/'), true],
  ['our page with a hash', 1, frame('app://claviger/index.html#x'), true],
  ['no frame', 1, null, false],
  ['a frame inside our page', 1, frame('app://claviger/', {}), false],
  ['another window', 2, frame('app://claviger/'), false],
  ['a blank page', 1, frame('about:blank'), false],
  ['no address', 1, frame(''), false],
  ['another host', 1, frame('app://claviger.evil/'), false],
  ['another host that begins alike', 1, frame('app://clavigerx/'), false],
  ['user info', 1, frame('app://claviger@evil/'), false],
  ['the web', 1, frame('https://claviger/'), false],
  ['a file', 1, frame('file:///claviger/index.html'), false],
])('%s', (_who, id, senderFrame, trusted) => {
  expect(isTrusted({ sender: { id }, senderFrame }, 1)).toBe(trusted)
})

it('trusts nobody while there is no window', () => {
  expect(isTrusted({ sender: { id: 1 }, senderFrame: frame('app://claviger/') }, null)).toBe(false)
})
