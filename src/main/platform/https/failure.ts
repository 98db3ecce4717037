import { AppError, type ErrorInfo, infoOf } from '../../../shared/error.ts'

/** How far an exchange came: nothing written, the request written at least in part, the answer begun. */
export type Stage = 'connecting' | 'sent' | 'answering'

type Tls = Extract<ErrorInfo, { code: 'tls' }>['cause']

/** Codes of the errors that another certificate than the pinned one causes, and another public key. */
export const pinMismatch = 'PIN_MISMATCH'
export const keyMismatch = 'KEY_MISMATCH'

// Codes of X.509 verification as Node names them (OpenSSL's x509_txt.c), and of the TLS record layer.
const tlsCauses: Readonly<Record<string, Tls>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  // Of an authority that has the name of a trusted one, and not its key.
  CERT_SIGNATURE_FAILURE: 'untrusted',
  INVALID_CA: 'untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-host',
  [pinMismatch]: 'pin-mismatch',
  [keyMismatch]: 'key-mismatch',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_HTTP_REQUEST: 'not-tls',
}

const anyTls =
  /^(ERR_SSL_|ERR_TLS_|CERT_|CRL_|AKID_|UNABLE_TO_|ERROR_IN_C|EPROTO$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$|INVALID_PURPOSE$|SUBJECT_ISSUER_MISMATCH$|KEYUSAGE_NO_CERTSIGN$)/

// undici's parser error has a name only.
const codeOf = (error: unknown): string =>
  error instanceof Error ? String(('code' in error && error.code) || error.name) : ''

const beforeSending = (code: string, host: string): ErrorInfo => {
  const cause = tlsCauses[code] ?? (anyTls.test(code) ? 'other' : null)
  if (cause !== null) return { code: 'tls', cause, host }
  if (code === 'ENOTFOUND' || code.startsWith('EAI_'))
    return { code: 'unreachable', cause: 'dns', host }
  return { code: 'unreachable', cause: code === 'ECONNREFUSED' ? 'refused' : 'network', host }
}

const bad = (reason: Extract<ErrorInfo, { code: 'bad-response' }>['reason']): ErrorInfo => ({
  code: 'bad-response',
  reason,
})

const afterSending = (code: string): ErrorInfo => {
  switch (code) {
    case 'UND_ERR_HEADERS_OVERFLOW':
      return bad('too-large')
    // Two lengths that contradict each other.
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return bad('incomplete')
    case 'HTTPParserError':
      return bad('not-a-key-service')
    default:
      return { code: 'interrupted' }
  }
}

const whileAnswering = (code: string): ErrorInfo => {
  switch (code) {
    // The connection ended in good order, the body did not.
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'HTTPParserError':
    case 'Z_BUF_ERROR':
      return bad('incomplete')
    default:
      // What zlib and brotli say of data that is not theirs.
      return /^(Z_|ERR__ERROR_)/.test(code) ? bad('shape') : { code: 'interrupted' }
  }
}

const infoAt = (stage: Stage, code: string, host: string): ErrorInfo => {
  switch (stage) {
    case 'connecting':
      return beforeSending(code, host)
    case 'sent':
      return afterSending(code)
    case 'answering':
      return whileAnswering(code)
  }
}

/** When it may help to send the same again: whatever it asks, or only when it changes nothing. */
export type Again = 'any' | 'read' | 'never'

const againInfo = (info: ErrorInfo): Again => {
  switch (info.code) {
    case 'unreachable':
      return info.cause === 'refused' ? 'any' : info.cause === 'network' ? 'read' : 'never'
    case 'proxy':
      return info.cause === 'unreachable' ? 'any' : 'never'
    case 'interrupted':
      return 'read'
    default:
      return 'never'
  }
}

/** A name server that is away says something else than that there is no such name. */
export const againAfter = (cause: unknown, failure: Error): Again => {
  if (codeOf(cause) === 'EAI_AGAIN') return 'any'
  const info = infoOf(failure)
  return info === null ? 'never' : againInfo(info)
}

/** What a failed exchange means to a person. Nothing of the original error is kept: it may quote the request. */
export const failureOf = (error: unknown, stage: Stage, host: string): Error => {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  // A header or path that HTTP does not allow is a bug of the caller.
  if (code === 'UND_ERR_INVALID_ARG') return new Error('The request is not valid HTTP')
  return new AppError(infoAt(stage, code, host))
}
