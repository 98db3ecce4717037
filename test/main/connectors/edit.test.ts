import { describe, expect, it } from 'vitest'
import { anthropic } from '../../../src/main/connectors/anthropic/index.ts'
import { cloudflare } from '../../../src/main/connectors/cloudflare/index.ts'
import type { Connector, Http } from '../../../src/main/connectors/connector.ts'
import { deletion, requireFuture } from '../../../src/main/connectors/edit.ts'
import { openai } from '../../../src/main/connectors/openai/index.ts'
import { openrouter } from '../../../src/main/connectors/openrouter/index.ts'
import { unkey } from '../../../src/main/connectors/unkey/index.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'

const silent: Http = {
  ...{ environment: 'preview', settings: {} },
  send: async () => Promise.reject(new Error('Nothing may be sent')),
  present: async () => Promise.reject(new Error('Nothing may be sent')),
}
const key = { id: 'key_1', version: null }
const whole = { description: 'of the shop' }

describe('an edit', () => {
  it.each<[Connector, object, string]>([
    [unkey, whole, 'describe'],
    [openrouter, whole, 'describe'],
    [openrouter, { name: 'checkout', expiresAt: 1 }, 'expire'],
    [openai, { name: 'checkout' }, 'rename'],
    [openai, { expiresAt: 1 }, 'expire'],
    [anthropic, whole, 'describe'],
    [anthropic, { state: 'active', expiresAt: null }, 'expire'],
    [cloudflare, whole, 'describe'],
  ])('$0.info.id takes no part of what it cannot do whole: $1', async (connector, edit, effect) => {
    const failure = await connector.operations.edit?.(silent, key, edit).catch(infoOf)
    expect(failure).toEqual({ code: 'unsupported', effect })
  })

  it('sets no expiry that is over, and may take one away', () => {
    const over = { code: 'expiry-refused', cause: 'past', longestSeconds: null }
    const refused = (at: number | null) => {
      try {
        requireFuture(at, 1000)
        return null
      } catch (cause) {
        return infoOf(cause)
      }
    }
    expect([999, 1000, 1001, null].map(refused)).toEqual([over, over, null, null])
  })
})

describe('a delete', () => {
  const missing = async () => Promise.reject(new AppError({ code: 'not-found', what: 'key' }))
  const failed = async () => Promise.reject(new AppError({ code: 'service-failed', status: 503 }))

  it('says whether there was a key', async () => {
    expect(await deletion(async () => {})).toEqual({ alreadyGone: false })
    expect(await deletion(missing)).toEqual({ alreadyGone: true })
  })

  it('is not done where something else fails, or is what is gone', async () => {
    const failure = { code: 'service-failed', status: 503 }
    expect(await deletion(failed).catch(infoOf)).toEqual(failure)
    expect(await deletion(missing, failed).catch(infoOf)).toEqual(failure)
  })
})
