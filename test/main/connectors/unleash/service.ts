import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { secret } from '../../../../src/main/base/secret.ts'
import type { TransportRequest, TransportResponse } from '../../../../src/main/base/transport.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { unleash } from '../../../../src/main/connectors/unleash/index.ts'

/** A reply of the real service. */
export const recorded = (name: string): TransportResponse => {
  const file = join(import.meta.dirname, 'fixtures', `${name}.json`)
  const { status, headers, body } = JSON.parse(readFileSync(file, 'utf8'))
  return { status, headers, body: body === null ? '' : JSON.stringify(body) }
}

/** What was asked: method and path, in which a token's secret is decoded, and the body, parsed. */
export type Asked = { readonly what: string; readonly body: unknown }
type Answer = string | TransportResponse

/** A service that answers each path with what was recorded of it; of several answers each is given once, the last often. */
export const answering = (
  answers: Readonly<Record<string, Answer | readonly [Answer, ...Answer[]]>>,
  environment = 'production',
): { readonly http: Http; readonly sent: readonly Asked[] } => {
  const sent: Asked[] = []
  const transport = async ({ method, url, body }: TransportRequest): Promise<TransportResponse> => {
    const what = `${method} ${decodeURIComponent(new URL(url).pathname)}`
    const earlier = sent.filter(asked => asked.what === what).length
    sent.push({ what, body: body === null ? null : JSON.parse(String(body)) })
    const answer = [answers[what] ?? []].flat()
    const given = answer[Math.min(earlier, answer.length - 1)]
    if (given === undefined) throw new Error(`Nobody expects ${what}`)
    return typeof given === 'string' ? recorded(given) : given
  }
  const http = createHttp({
    transport,
    credential: secret('user:canary'),
    // Years behind the service: its own clock is what counts.
    now: () => 0,
    endpoint: {
      url: 'https://flags.example.com',
      trust: { ca: null, pin: null },
      settings: { environment },
      environment: 'production',
      connector: unleash,
    },
  })
  return { http, sent }
}
