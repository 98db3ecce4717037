import type { Session } from 'electron'

const excluded = (host: string, list: string): boolean =>
  list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .map(entry => entry.replace(/^\*?\./, ''))
    .some(entry => entry === '*' || host === entry || host.endsWith(`.${entry}`))

const wayThrough = (proxy: string): string => {
  const { protocol, hostname, port } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`)
  switch (protocol) {
    case 'http:':
      return `PROXY ${hostname}:${port || 80}`
    case 'https:':
      return `HTTPS ${hostname}:${port || 443}`
    default:
      return `SOCKS5 ${hostname}:${port || 1080}`
  }
}

/** What stands in the environment, in the form of a PAC script's answer; a name and password in it are left out. */
export const proxyIn =
  (environment: NodeJS.ProcessEnv): Session['resolveProxy'] =>
  async url => {
    const asked = new URL(url)
    const name = asked.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
    const proxy = environment[name] || environment[name.toUpperCase()]
    const list = environment.no_proxy || environment.NO_PROXY || ''
    return proxy && !excluded(asked.hostname, list) ? wayThrough(proxy) : 'DIRECT'
  }
