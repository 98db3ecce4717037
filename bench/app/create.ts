import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { Page } from '@playwright/test'
import { acknowledge, dialog, openCreate } from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import type { Measure } from '../bench.ts'
import { figure, median } from '../figure.ts'
import { pageCode } from '../page-code.ts'
import { sizeName } from '../rows.ts'
import { serviceWith } from '../service.ts'
import { withApplication } from './application.ts'
import { cachedWith } from './cached.ts'
import { expectLive } from './live.ts'

const revealTitle = 'Store your new API key'

/** Ms from the click to the new key's dialog. */
const createOnce = async (page: Page, name: string): Promise<number> => {
  const open = await openCreate(page)
  await open.getByLabel('Name').fill(name)
  await page.evaluate(pageCode('until-revealed', revealTitle))
  await open.getByRole('button', { name: 'Create key' }).click()
  const ms = await page.evaluate<number>('revealed')
  await acknowledge(dialog(page, revealTitle))
  return ms
}

/** The same request on a connection that is open; ms until its answer is read. */
const postOnce = async (service: KeyService, agent: Agent, name: string): Promise<number> => {
  const startedAt = performance.now()
  await new Promise<string>((resolve, reject) => {
    const url = new URL('/v1/environments/preview/keys', service.url)
    const headers = {
      authorization: `Bearer ${service.tokens.preview}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    }
    const call = request(url, { method: 'POST', ca: service.certificate, agent, headers })
    call.on('response', response => resolve(text(response))).on('error', reject)
    call.end(JSON.stringify({ name }))
  })
  return performance.now() - startedAt
}

export const measure: Measure = async bench => {
  const count = bench.size(100_000)
  const service = await serviceWith(bench, count)
  const agent = new Agent({ keepAlive: true })
  const [whole, post]: [number[], number[]] = [[], []]
  await withApplication(bench, await cachedWith(bench, count), async ({ page }) => {
    await expectLive(page)
    for (let times = -1; times < bench.repetitions; times += 1) {
      const posted = await postOnce(service, agent, `posted-${times}`)
      const created = await createOnce(page, `created-${times}`)
      // The first of each opens connections and loads the dialogs.
      if (times < 0) continue
      post.push(posted)
      whole.push(created)
    }
  })
  agent.destroy()
  const over = whole.map((ms, index) => ms - (post[index] ?? Number.NaN))
  const note = `click to revealed took ${median(whole).toFixed(0)} ms, of which the dialog fades in for 50; the bare POST ${median(post).toFixed(1)} ms`
  return [figure('createMs over POST', sizeName(count), 'ms', over, { limit: { most: 100 }, note })]
}
