import type { KeyRow } from '../../src/shared/contract/keys.ts'
import type { KeyService } from '../../tools/key-service.ts'
import type { Measure } from '../bench.ts'
import { figure } from '../figure.ts'
import { pageCode } from '../page-code.ts'
import { benchRows, sizeName } from '../rows.ts'
import { serviceWith } from '../service.ts'
import { withApplication } from './application.ts'
import { ask, scopeOf } from './ask.ts'
import { cachedWith } from './cached.ts'
import { expectLive } from './live.ts'

const changes = 100
const atOnce = 10

/** Gives keys another name, as another administrator does. */
const rename = async (service: KeyService, ids: readonly string[], name: string) => {
  for (let from = 0; from < ids.length; from += atOnce)
    await Promise.all(
      ids.slice(from, from + atOnce).map(id => service.edit('preview', id, { name })),
    )
}

const idsOf = (count: number): readonly string[] => {
  const ids: string[] = []
  for (const { id } of benchRows(count)) if (ids.push(id) === changes) break
  return ids
}

export const measure: Measure = async bench => {
  const count = bench.size(100_000)
  const service = await serviceWith(bench, count)
  const ids = idsOf(count)
  return withApplication(bench, await cachedWith(bench, count), async ({ page }) => {
    await expectLive(page)
    const scope = await scopeOf(page)
    const nameOf = async (id = '') => {
      const row = await ask<KeyRow | null>(page, 'keys.get', { ...scope, key: id })
      return row?.name
    }
    const of: number[] = []
    for (
      let tries = 0;
      of.length < bench.repetitions && tries < bench.repetitions * 4;
      tries += 1
    ) {
      const name = `renamed-${tries}`
      await rename(service, ids, name)
      // It looks by itself from time to time: then there are no 100 changes left.
      if ((await nameOf(ids[0])) === name) continue
      const ms = await page.evaluate<number>(pageCode('refresh', scope))
      if ((await nameOf(ids.at(-1))) !== name) throw new Error('The last change has not arrived')
      of.push(ms)
    }
    const note = 'from the refresh to its answer and the news of it, over HTTPS'
    return [
      figure('deltaSyncMs', `${changes} changes in ${sizeName(count)}`, 'ms', of, {
        ...{ limit: { most: 60 }, note },
      }),
    ]
  })
}
