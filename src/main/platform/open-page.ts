/** Hosts of the pages that our connectors name, and of no other. */
export const hostsOf = (links: readonly (string | null)[]): ReadonlySet<string> =>
  new Set(links.filter(link => link !== null).map(link => new URL(link).host))

/**
 * The address to open in the person's browser, as a parser writes it; null when it is not a page of one of `hosts`. What
 * the system does with another scheme, or with an address that two parsers read differently, is nobody's to find out.
 */
export const pageToOpen = (text: string, hosts: ReadonlySet<string>): string | null => {
  // Parsers drop or mend these; an address of ours has none.
  if (/[^\x21-\x7e]|\\/.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  const isPage = text.startsWith(`https://${url.host}`) && hosts.has(url.host)
  return isPage && url.username === '' && url.password === '' ? url.href : null
}

/** Opens pages of `links` by `open`; any other address is a bug of ours, and is not opened. */
export const createOpenPage = (
  links: readonly (string | null)[],
  open: (url: string) => Promise<void>,
): ((url: string) => Promise<void>) => {
  const hosts = hostsOf(links)
  return async text => {
    const url = pageToOpen(text, hosts)
    if (url === null) throw new Error('an address that is no page of a connector')
    await open(url)
  }
}
