import { describe, expect, it } from 'vitest'
import { maskOf } from '../../../src/main/connectors/mask.ts'

describe('what a service shows of a key', () => {
  const masks = [
    'clv_preview_3bdf****fede',
    'sk-ant-api03-R2D...igAA',
    'sk-proj-********Xy7Q',
    'averylongprefix1_3ZHq',
  ]
  it.each(masks)('%s is a mask', mask => expect(maskOf(mask)).toBe(mask))

  const others = [
    `clv_preview_${'aB3'.repeat(16)}`,
    `sk-or-v1-${'0f'.repeat(32)}`,
    `key: ${'x1'.repeat(20)}`,
    '*'.repeat(101),
    '',
    null,
    undefined,
  ]
  it.each(others)('%s is none', said => expect(maskOf(said)).toBeNull())
})
