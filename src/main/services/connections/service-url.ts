import type { FieldProblem } from '../../../shared/error.ts'

export type JudgedUrl =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly problem: FieldProblem }

const refuse = (problem: FieldProblem): JudgedUrl => ({ ok: false, problem })

/** Only this computer itself may be spoken to without TLS. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

/** The origin of a service as a person typed it: `https`, a host and a port, nothing else. */
export const judgeServiceUrl = (text: string): JudgedUrl => {
  const trimmed = text.trim()
  if (trimmed === '') return refuse('empty')
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || !URL.canParse(trimmed))
    return refuse('not-a-url')
  const url = new URL(trimmed)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refuse('not-https')
  }
  if (url.username !== '' || url.password !== '') return refuse('has-user-info')
  return url.pathname === '/' && url.search === '' && url.hash === ''
    ? { ok: true, origin: url.origin }
    : refuse('has-path')
}
