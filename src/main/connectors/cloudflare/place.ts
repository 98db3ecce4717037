import { AppError, infoOf } from '../../../shared/error.ts'
import type { Http, HttpReply, HttpRequest } from '../connector.ts'
import { isRefused, meaningIn } from './refusal.ts'
import { accountsOf, verifiedOf } from './wire.ts'

/** The account of the environment; null for the tokens of the credential's own user. */
export const accountIn = ({ settings }: Http): string | null => settings.account ?? null

export const tokensPath = (http: Http, ...rest: readonly string[]): string => {
  const account = accountIn(http)
  const root = account === null ? ['user'] : ['accounts', account]
  return ['', ...root, 'tokens', ...rest].map(encodeURIComponent).join('/')
}

/** The answer of the service. What it refuses with 200, or in words that fit two troubles, is looked into. */
export const ask = async (http: Http, request: HttpRequest): Promise<HttpReply> => {
  try {
    const reply = await http.send(request)
    if (!isRefused(reply)) return reply
    const { environment } = http
    const meaning = meaningIn({ request, environment, body: reply.body })
    throw new AppError(meaning ?? { code: 'refused', status: reply.status, detail: null })
  } catch (cause) {
    const code = infoOf(cause)?.code
    if (code === 'unauthorized' || code === 'forbidden') await diagnose(http)
    throw cause
  }
}

/**
 * Cloudflare says "Authentication error" to a token that is unknown, to one that lacks a permission, and of an account
 * that is not the token's. Throws when it can be told which; returns when the first answer was right.
 */
const diagnose = async (http: Http): Promise<void> => {
  const { environment } = http
  const status = await statusOf(http)
  if (status === 'active') return
  if (status === 'expired') {
    throw new AppError({ code: 'credential-unfit', environment, cause: 'expired' })
  }
  const account = accountIn(http)
  // A user's token is none of the account's, and may manage them all the same.
  if (status === null && account !== null) return diagnoseAccount(http, account)
  throw new AppError({ code: 'unauthorized', environment })
}

/** The status of the credential; null for one that is not known here, `active` where there is no telling. */
const statusOf = async (http: Http): Promise<string | null> => {
  try {
    const reply = await http.send({ method: 'GET', path: tokensPath(http, 'verify') })
    return isRefused(reply) ? 'active' : verifiedOf(reply.body).status
  } catch (cause) {
    const info = infoOf(cause)
    if (info?.code === 'credential-unfit') throw cause
    return info?.code === 'unauthorized' ? null : 'active'
  }
}

/** Which accounts a token may see; an account's own token may see none, and is told that it is one. */
const diagnoseAccount = async (http: Http, account: string): Promise<void> => {
  const { environment } = http
  const request = { method: 'GET', path: '/accounts', query: { per_page: 50 } } as const
  const choices = await http.send(request).then(
    ({ body }) => accountsOf(body),
    (cause): readonly string[] => {
      const code = infoOf(cause)?.code
      if (code === 'setting-refused' || code === 'unauthorized') throw cause
      return []
    },
  )
  if (choices.length === 0 || choices.includes(account)) return
  const refused = { code: 'setting-refused', environment, setting: 'account' } as const
  throw new AppError({ ...refused, cause: 'not-found', choices: [...choices] })
}
