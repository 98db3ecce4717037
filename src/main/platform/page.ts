import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export const pageOrigin = 'app://claviger'

type PageFile = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }
/** Every file the page may have, by its path. Nothing is looked up on disk after it was made. */
export type Manifest = ReadonlyMap<string, PageFile>

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Reads the built page once. A file of another kind than these is not served. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile() && extname(entry.name) in contentTypes)
    .map(entry => join(entry.parentPath, entry.name))
  const files = paths.map(
    async (path): Promise<[string, PageFile]> => [
      `/${relative(folder, path).split(sep).join('/')}`,
      { type: contentTypes[extname(path)] ?? '', bytes: new Uint8Array(await readFile(path)) },
    ],
  )
  return new Map(await Promise.all(files))
}

/** Nothing but our own files, no network, styles by nonce, no string may become markup. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Without it, workers may come from where scripts do.
    "worker-src 'none'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')

/** Answers `app://claviger/` from the manifest; everything else is 404 or 405, with the same headers. */
export const createPage =
  (manifest: Manifest) =>
  (request: Request): Response => {
    const url = new URL(request.url)
    const nonce = randomBytes(18).toString('base64')
    const headers = (type: string) => ({
      'content-type': type,
      'content-security-policy': policyOf(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      // No policy covers the look-up of a name that a link asks for in advance.
      'x-dns-prefetch-control': 'off',
      'cache-control': 'no-store',
    })
    const refuse = (status: number) =>
      new Response(null, { status, headers: headers('text/plain; charset=utf-8') })
    if (request.method !== 'GET') return refuse(405)
    const path = url.pathname === '/' ? '/index.html' : url.pathname
    const isOurs =
      `${url.protocol}//${url.host}` === pageOrigin &&
      `${url.username}${url.password}${url.search}` === ''
    const file = isOurs ? manifest.get(path) : undefined
    if (!file) return refuse(404)
    return new Response(withNonce(file, nonce), { headers: headers(file.type) })
  }

const withNonce = ({ type, bytes }: PageFile, nonce: string) =>
  type.startsWith('text/html')
    ? new TextDecoder().decode(bytes).replaceAll('%NONCE%', nonce)
    : bytes
