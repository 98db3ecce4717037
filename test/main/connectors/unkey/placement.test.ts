import { expect, it } from 'vitest'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { placeOf } from '../../../../src/main/connectors/unkey/placement.ts'
import { infoOf } from '../../../../src/shared/error.ts'

it('gives up looking for a key in a list of which each page leads to another', async () => {
  let pages = 0
  const answers: Readonly<Record<string, () => unknown>> = {
    '/v2/keys.getKey': () => ({ keyId: 'key_new', enabled: true, createdAt: Date.UTC(2026, 0, 1) }),
    '/v2/apis.listKeys': () => [],
  }
  const send: Http['send'] = async ({ path }) => {
    const pagination = { hasMore: true, cursor: `cursor_${pages++}` }
    return { status: 200, headers: {}, body: { data: answers[path]?.(), pagination } }
  }
  const http: Http = { environment: 'preview', settings: { api: 'api_1' }, send, present: refuse }
  expect(await placeOf(http, 'key_new').catch(infoOf)).toEqual({
    ...{ code: 'bad-response', reason: 'incomplete' },
  })
  expect(pages).toBeLessThan(2010)
})

const refuse: Http['present'] = async () => ({ status: 401, headers: {}, body: null })
