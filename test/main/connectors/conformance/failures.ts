import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import type { TransportResponse } from '../../../../src/main/base/transport.ts'
import type { Connector, Http } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { ConnectorInfo } from '../../../../src/shared/domain/connector.ts'
import { type ErrorInfo, infoOf } from '../../../../src/shared/error.ts'
import { type Call, callsOf } from './calls.ts'

type Code = ErrorInfo['code']
/** `ofKey`: the answer may be about the key that was presented; else it says nothing of any key. */
type Bad = {
  readonly what: string
  readonly response: Partial<TransportResponse>
  readonly codes: readonly Code[]
  readonly ofKey?: boolean
}

const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const page = '<!doctype html><title>Sign in</title><form method="post"></form>'

/** What services and what stands before them were seen to answer. */
const bad: readonly Bad[] = [
  { what: '401', response: { status: 401 }, codes: ['unauthorized'], ofKey: true },
  { what: '403', response: { status: 403 }, codes: ['forbidden'], ofKey: true },
  { what: '429', response: { status: 429 }, codes: ['rate-limited'] },
  {
    what: '429 without a body and with x-retry-after',
    response: { status: 429, headers: { 'x-retry-after': '7' } },
    codes: ['rate-limited'],
  },
  { what: '500 with an empty body', response: { status: 500 }, codes: ['service-failed'] },
  {
    what: '500 with JSON that is empty',
    response: { status: 500, headers: json },
    codes: ['service-failed'],
  },
  {
    what: '503 with a web page',
    response: { status: 503, headers: html, body: page },
    codes: ['service-failed'],
  },
  {
    what: '404 with a web page',
    response: { status: 404, headers: html, body: page },
    codes: ['refused', 'bad-response'],
  },
  {
    what: 'a redirect',
    response: { status: 302, headers: { location: 'https://login.example.com/?next=/x' } },
    codes: ['redirected'],
  },
  {
    what: 'a login page with 200',
    response: { headers: html, body: page },
    codes: ['bad-response'],
  },
  { what: 'nothing at all', response: {}, codes: ['bad-response'] },
  {
    what: 'an empty object',
    response: { headers: json, body: '{}' },
    codes: ['bad-response'],
  },
  { what: 'null', response: { headers: json, body: 'null' }, codes: ['bad-response'] },
  {
    what: 'an array',
    response: { headers: json, body: '[]' },
    // Earlier versions of some services answer so.
    codes: ['bad-response', 'unsupported-version'],
  },
  {
    what: '200 that holds an error',
    response: { headers: json, body: '{"error":"no"}' },
    codes: ['bad-response'],
  },
  {
    what: 'half an answer',
    response: { headers: json, body: '{"data":[' },
    codes: ['bad-response'],
  },
]

const credential = 'admin-canary'

const canned = (
  connector: Connector,
  response: Partial<TransportResponse>,
  asked: (url: URL) => void = () => {},
): Http =>
  createHttp({
    transport: async ({ url }) => {
      asked(new URL(url))
      return { status: 200, headers: {}, body: '', ...response }
    },
    endpoint: {
      url: 'https://keys.example.com',
      trust: { ca: null, pin: null },
      settings: Object.fromEntries(
        connector.info.settings.map(({ id, initial }) => [id, initial.preview || 'chosen']),
      ),
      environment: 'preview',
      connector,
    },
    credential: secret(credential),
    now: () => 0,
  })

/** What came of it: the code of the error, the verdict, or what was answered. */
const outcomeOf = async ({ run }: Call, http: Http): Promise<unknown> => {
  const answer = await run(http).catch(cause => infoOf(cause) ?? cause)
  if (!(answer instanceof Object)) return answer ?? null
  return 'code' in answer ? answer.code : 'verdict' in answer ? answer.verdict : answer
}

const asksOfKey = ({ name }: Call): boolean => name === 'check' || name === 'probe'

/** What every connector must do with answers that are not fine, from a service that does not even run. */
export const describeFailures = (connector: Connector): void => {
  const calls = callsOf(connector.operations)
  describe(`${connector.info.id}: what it says of itself`, () => {
    it('is in the shape that the window takes', () => {
      expect(ConnectorInfo.parse(connector.info)).toEqual(connector.info)
    })

    it('says what credential to use, where it is made and what the least is that it needs', () => {
      const { label, where, advice } = connector.info.credential
      expect([label, where, advice].map(said => said.trim()).every(Boolean)).toBe(true)
      expect(where).toMatch(/[.…]$|→/)
      expect(advice).toMatch(/\.$/)
    })

    it('never repeats a create unless the service answers the same secret again', () => {
      const { replayMs, info } = connector
      expect(replayMs === null || info.id === 'claviger').toBe(true)
    })
  })

  describe(`${connector.info.id}: answers that are not fine`, () => {
    const cases = calls.flatMap(call => bad.map(one => ({ name: call.name, call, ...one })))
    it.each(cases)('$name meets $what', async ({ call, response, codes, ofKey }) => {
      const outcome = await outcomeOf(call, canned(connector, response))
      if (asksOfKey(call)) {
        // Nothing is proved by what says nothing of the key, neither that it works nor that it is dead.
        const honest = [...codes, 'unknown', null]
        if (ofKey) expect(outcome).not.toBe('valid')
        else expect(honest).toContain(outcome)
        return
      }
      // A delete needs no body to have succeeded.
      const done = call.name === 'delete' && !('status' in response) && outcome instanceof Object
      if (done) expect(outcome).toEqual({ alreadyGone: false })
      else expect(codes).toContain(outcome)
    })

    it.each(calls)('$name tells how long to wait', async call => {
      const headers = { 'x-retry-after': '7' }
      const http = canned(connector, { status: 429, headers })
      expect(await call.run(http).catch(infoOf)).toEqual(
        call.name === 'probe'
          ? expect.toSatisfy(said => said === undefined || said?.retryAfterMs === 7000)
          : { code: 'rate-limited', retryAfterMs: 7000 },
      )
    })

    it.each(calls)('$name repeats neither the credential nor the path in an error', async call => {
      const paths: string[] = []
      const said = `No: ${credential}`
      const body = JSON.stringify({ message: said, error: { message: said }, errors: [{ said }] })
      const http = canned(connector, { status: 400, headers: json, body }, ({ pathname }) => {
        if (pathname.length > 1) paths.push(pathname)
      })
      const outcome = await call.run(http).catch(cause => cause)
      const shown = inspect([outcome, infoOf(outcome)], { depth: 8 })
      for (const hidden of [credential, ...paths]) expect(shown).not.toContain(hidden)
    })
  })
}
