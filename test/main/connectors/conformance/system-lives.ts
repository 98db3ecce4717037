import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Effect } from '../../../../src/shared/domain/profile.ts'
import { draft } from './calls.ts'
import { goesForGood, isFound, rename } from './key-lives.ts'
import { type Life, made, named, refusal } from './life.ts'

/** A system from its beginning to its end; answers what was shown of it. */
export const systemLives = async (life: Life): Promise<readonly Effect[]> => {
  const { operations, http, opened, environment, can } = life
  const name = named('system')
  const system = made(await operations.createSystem?.(http, draft(name), randomUUID()))
  expect(system).toMatchObject({ kind: 'system', state: 'absent', mask: null })
  await isFound(life, { key: system, secret: null })
  const again = operations.createSystem?.(http, draft(` ${name.toUpperCase()} `), randomUUID())
  expect(await refusal(again)).toEqual({ code: 'name-taken' })
  const nothing = { code: 'conflict', cause: 'no-key' }
  expect(await refusal(operations.revoke?.(http, system))).toEqual(nothing)

  const { key, secret } = made(await operations.generate?.(http, system, randomUUID()))
  opened.hide(secret.expose())
  expect(key).toMatchObject({ id: system.id, kind: 'system', state: 'active' })
  expect(await opened.running.accepts(environment, secret.expose())).toBe(true)
  const second = operations.generate?.(http, key, randomUUID())
  expect(await refusal(second)).toEqual({ code: 'conflict', cause: 'key-exists' })
  const revoked = made(await operations.revoke?.(http, key))
  expect(revoked).toMatchObject({ state: 'absent', mask: null })
  expect(await opened.running.accepts(environment, secret.expose())).toBe(false)
  const latest = can('rename') ? await rename(life, { key: revoked, secret: null }) : null
  await goesForGood(life, latest?.key ?? revoked)
  const shown = ['list', 'create-system', 'generate', 'rename', 'revoke', 'delete'] as const
  return shown.filter(can)
}
