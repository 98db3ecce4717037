import { AppError, type FieldProblem } from '../../../shared/error.ts'

const loopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/

/** Whether the host of a URL is this computer itself. */
export const isLoopback = (hostname: string): boolean => loopback.test(hostname)

const refuse = (problem: FieldProblem): never => {
  throw new AppError({ code: 'invalid-input', issues: [{ field: 'url', problem }] })
}

/** The URL of a request. Throws `invalid-input` unless it is `https:`, or `http:` to this computer itself. */
export const requestUrl = (text: string): URL => {
  const url = URL.parse(text) ?? refuse('not-a-url')
  if (url.username !== '' || url.password !== '') refuse('has-user-info')
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && isLoopback(url.hostname) ? url : refuse('not-https')
}

/** The URL of a TLS handshake. Throws `invalid-input` unless it is `https:`. */
export const tlsUrl = (text: string): URL => {
  const url = requestUrl(text)
  return url.protocol === 'https:' ? url : refuse('not-https')
}
