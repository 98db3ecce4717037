import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { secret } from '../../../../src/main/base/secret.ts'
import type { TransportRequest, TransportResponse } from '../../../../src/main/base/transport.ts'
import { betterAuth } from '../../../../src/main/connectors/better-auth/index.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import type { Settings } from '../../../../src/shared/domain/connection.ts'

/** A reply of the real service. */
export const recorded = (name: string): TransportResponse => {
  const file = join(import.meta.dirname, 'fixtures', `${name}.json`)
  const { status, headers, body } = JSON.parse(readFileSync(file, 'utf8'))
  return { status, headers, body: body === null ? '' : JSON.stringify(body) }
}

export const sessionAt = Date.parse(recorded('session').headers.date ?? '')

/** What was asked, under the service's own path, with its body parsed. */
export type Asked = { readonly what: string; readonly body: unknown }

/** A service that answers each path with what was recorded of it; `sent` is what it was asked, oldest first. */
export const answering = (
  answers: Readonly<Record<string, string | ((asked: URL) => TransportResponse)>>,
  settings: Settings = { config: 'prod' },
): { readonly http: Http; readonly sent: readonly Asked[] } => {
  const sent: Asked[] = []
  const transport = async ({ method, url, body }: TransportRequest): Promise<TransportResponse> => {
    const asked = new URL(url)
    const what = `${method} ${asked.pathname.replace('/api/auth', '')}`
    sent.push({ what, body: body === null ? null : JSON.parse(String(body)) })
    const answer = answers[what]
    if (answer === undefined) throw new Error(`Nobody expects ${what}`)
    return typeof answer === 'string' ? recorded(answer) : answer(asked)
  }
  const http = createHttp({
    transport,
    credential: secret('session-canary'),
    // Years behind the service: its own clock is what counts.
    now: () => 0,
    endpoint: {
      url: 'https://app.example.com/api/auth',
      trust: { ca: null, pin: null },
      settings,
      environment: 'production',
      connector: betterAuth,
    },
  })
  return { http, sent }
}
