import type { ConnectorInfo } from '../../../shared/domain/connector.ts'
import type { FieldProblem } from '../../../shared/error.ts'

export type JudgedUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: FieldProblem }

const refuse = (problem: FieldProblem): JudgedUrl => ({ ok: false, problem })

/** Only this computer itself may be spoken to without TLS. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

/**
 * The base URL of a service as a person typed it: `https`, a host, a port, and a path where its kind has one. With no
 * slash at the end.
 */
export const judgeServiceUrl = (
  text: string,
  { path: usual }: Pick<ConnectorInfo['address'], 'path'>,
): JudgedUrl => {
  const trimmed = text.trim()
  if (trimmed === '') return refuse('empty')
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || !URL.canParse(trimmed))
    return refuse('not-a-url')
  const url = new URL(trimmed)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refuse('not-https')
  }
  if (url.username !== '' || url.password !== '') return refuse('has-user-info')
  if (url.search !== '' || url.hash !== '') return refuse('has-query')
  const path = url.pathname.replace(/\/+$/, '')
  if (usual === null) return path === '' ? { ok: true, url: url.origin } : refuse('has-path')
  return { ok: true, url: `${url.origin}${path || usual}` }
}
