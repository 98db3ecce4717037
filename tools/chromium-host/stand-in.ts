/**
 * Chromium gives an unknown scheme neither an origin nor a secure context, and DevTools cannot
 * intercept it (a navigation to `app://…` is aborted before any request exists). So a page of
 * `app://claviger/` is shown at `https://claviger.app.invalid/`, a name that RFC 6761 keeps out of
 * every network, and everything that main sees is translated back.
 */
const schemes = new Set<string>()

export const addScheme = (scheme: string): void => {
  schemes.add(scheme)
}

const own = /^([a-z][a-z\d+.-]*):\/\/([^/?#]+)(.*)$/is
const standIn = /^https:\/\/([^/?#]+)\.([a-z\d+-]+)\.invalid(?=[/?#]|$)(.*)$/is

/** `app://claviger/x` becomes `https://claviger.app.invalid/x`; other URLs stay as they are. */
export const toStandIn = (url: string): string => {
  const [, scheme = '', host, rest] = own.exec(url) ?? []
  return schemes.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : url
}

/** The reverse of `toStandIn`, for URLs and origins. */
export const fromStandIn = (url: string): string => {
  const [, host, scheme = '', rest] = standIn.exec(url) ?? []
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : url
}

/** Translates every own origin inside a header such as a content security policy. */
export const toStandInText = (text: string): string =>
  text.replaceAll(/[a-z][a-z\d+.-]*:\/\/[^\s;,/'"]+/gi, toStandIn)

/** The registered scheme that serves this (translated) URL. */
export const schemeOf = (url: string): string | undefined => {
  const [, scheme = ''] = own.exec(url) ?? []
  return schemes.has(scheme) ? scheme : undefined
}
