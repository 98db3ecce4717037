import { describe, expect, it } from 'vitest'
import {
  fitsMask,
  graceIn,
  isPointless,
  lifeIn,
  waitAfterAnswer,
} from '../../../src/main/services/proof-rules.ts'
import type { ProofEffect } from '../../../src/shared/domain/proof.ts'
import { verdicts } from '../../../src/shared/domain/verdict.ts'

it('takes a key for dead only where it was refused for what was done to it', () => {
  const said = (effect: ProofEffect, life: string) =>
    verdicts.filter(verdict => lifeIn(verdict, effect) === life)
  expect(said('suspend', 'dead')).toEqual(['not-found', 'suspended', 'revoked', 'expired'])
  for (const effect of ['revoke', 'delete'] as const) {
    // One that is suspended can be taken again.
    expect(said(effect, 'dead')).toEqual(['not-found', 'revoked', 'expired'])
    expect(said(effect, 'alive')).toEqual(['valid'])
  }
})

it('asks for as long as the service says, a minute where it says nothing, from 5 s to an hour', () => {
  const said = [0, 5, 30, 600, 1e9].map(propagationSeconds => graceIn({ propagationSeconds }))
  expect(said).toEqual([5, 5, 30, 600, 3600])
  expect([graceIn({ propagationSeconds: null }), graceIn(null)]).toEqual([60, 60])
})

it('asks ever more slowly, from 1 s to 5 s, and as slowly as it was asked to', () => {
  const soon = { graceSeconds: 60 }
  const waits = [1, 2, 3, 4, 5, 50].map(times => waitAfterAnswer(times, null, soon))
  expect(waits).toEqual([1000, 1500, 2250, 3375, 5000, 5000])
  // A service that takes an hour is asked about once a minute.
  expect(waitAfterAnswer(50, null, { graceSeconds: 3600 })).toBe(60_000)
  const limited = { code: 'rate-limited', retryAfterMs: 20_000 } as const
  expect(waitAfterAnswer(1, limited, soon)).toBe(20_000)
  expect(waitAfterAnswer(1, { ...limited, retryAfterMs: null }, soon)).toBe(1000)
})

it('does not send a refused credential time and again', () => {
  expect(isPointless({ code: 'unauthorized', environment: 'preview' })).toBe(true)
  expect(isPointless({ code: 'timeout', seconds: 30 })).toBe(false)
  expect(isPointless(null)).toBe(false)
})

describe('a mask', () => {
  it.each([
    ['clv_preview_3bdf9a00fede', 'clv_preview_3bdf****fede', true],
    ['clv_preview_3bdf9a00fede', 'clv_preview_3bdf****fedf', false],
    ['clv_preview_3bdf9a00fede', 'clv_preview_4bdf****fede', false],
    ['abcdefgh1234', '••••••••1234', true],
    ['sk-ant-api03-R2D6Q7igAA', 'sk-ant-api03-R2D...igAA', true],
    ['unkey_3ZaB9c', 'unkey_3Za…', true],
    ['unkey_3ZaB9c', 'unkey_3Zb…', false],
    // What stands in the list was copied for the key.
    ['clv_3bdf****fede', 'clv_3bdf****fede', true],
    ['sk-1…2', 'sk-1…2', true],
    // So little is shown that it fits many.
    ['k-anything-1', 'k…1', false],
    ['anything', '', false],
    ['anything', '****', false],
    // The ends that are shown would overlap.
    ['abcdef', 'abcd…cdef', false],
    ['a.b.c.d', 'a…b…d', false],
  ])('%s is shown as %s: %s', (key, mask, fits) => {
    expect(fitsMask(key, mask)).toBe(fits)
  })
})
