import { describe, expect, it } from 'vitest'
import { dangerousSwitches, mayStart } from '../../../src/main/platform/dangerous-switches.ts'

const start = (isPackaged: boolean, ...given: readonly string[]) => {
  const calls: string[] = []
  const commandLine = { hasSwitch: (name: string) => given.includes(name) }
  const app = { isPackaged, commandLine, exit: (code: number) => void calls.push(`exit ${code}`) }
  const may = mayStart(app, (title, text) => void calls.push(`${title}: ${text}`))
  return { may, calls }
}

describe('a packaged application', () => {
  it.each(dangerousSwitches)('says so and ends when it is started with --%s', name => {
    const { may, calls } = start(true, name)
    expect(may).toBe(false)
    expect(calls).toEqual([
      `Claviger did not start: It was started with --${name}. That lets other programs read its keys, so nothing was opened. Start it without.`,
      'exit 1',
    ])
  })

  it('names all of them at once', () => {
    const { calls } = start(true, 'no-sandbox', 'remote-debugging-port')
    expect(calls[0]).toContain('--remote-debugging-port, --no-sandbox')
  })

  it.each(['user-data-dir', 'force-device-scale-factor', 'ozone-platform', 'lang'])(
    'starts with --%s',
    name => expect(start(true, name)).toEqual({ may: true, calls: [] }),
  )
})

it('leaves them to whoever develops it', () => {
  expect(start(false, ...dangerousSwitches)).toEqual({ may: true, calls: [] })
})

it('knows every switch that debugs a window, trusts any certificate or takes the sandbox away', () => {
  expect(dangerousSwitches).toEqual(
    expect.arrayContaining([
      ...['remote-debugging-port', 'remote-debugging-pipe', 'ignore-certificate-errors'],
      ...['ignore-certificate-errors-spki-list', 'host-resolver-rules', 'proxy-server'],
      ...['proxy-pac-url', 'disable-web-security', 'no-sandbox', 'log-net-log'],
      ...['ssl-key-log-file', 'js-flags'],
    ]),
  )
})
