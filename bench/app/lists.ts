import { type Browser, chromium, type Page } from '@playwright/test'
import type { RunningApplication } from '../../tools/application.ts'
import { findChromium } from '../../tools/chromium-host/find-chromium.ts'
import type { Bench } from '../bench.ts'
import { applicationList, driveList, type ListDriver, peerList } from '../drive-list.ts'
import { expectedNames, queries } from '../expected.ts'
import { type OpenPeers, openPeers, type Peer } from '../peers/open-peers.ts'
import { benchRows, sizeName } from '../rows.ts'
import { patienceMs, withApplication } from './application.ts'
import { cachedWith } from './cached.ts'
import { expectLive } from './live.ts'

/** A list with its rows painted, newest first; `name` is `application` or a peer's. */
export type List = { readonly name: string; readonly page: Page; readonly driver: ListDriver }

/** What a list of `count` rows shows first for each beginning of each query. */
export const expectedAt = (bench: Bench, count: number) =>
  bench.once(`expected ${count}`, async () => expectedNames(benchRows(count), queries))

export const peersOf = (bench: Bench): Promise<OpenPeers> =>
  bench.once('peers', async () => {
    const peers = await openPeers()
    bench.onClose(peers.close)
    return peers
  })

/** The browser for the peers' pages, on the display that the application has. */
export const browserOf = (bench: Bench): Promise<Browser> =>
  bench.once('browser', async () => {
    const env = Object.entries(await bench.environment()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    )
    const browser = await chromium.launch({
      ...{ headless: false, env: Object.fromEntries(env), chromiumSandbox: false },
      ...{ executablePath: findChromium() ?? '', args: ['--disable-gpu'] },
    })
    bench.onClose(() => browser.close())
    return browser
  })

/** Opens a peer's page in a window of its own, with `count` rows painted. */
export const openPeer = async (bench: Bench, peer: Peer, count: number): Promise<Page> => {
  const browser = await browserOf(bench)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  await page.goto((await peersOf(bench)).url(peer, count))
  await page.waitForFunction('performance.getEntriesByName("rows").length > 0')
  return page
}

const applicationListOf = async (page: Page): Promise<List> => {
  await page.locator(applicationList.nameCell).first().waitFor()
  await expectLive(page)
  return { name: 'application', page, driver: await driveList(page, applicationList) }
}

const peerListOf = async (bench: Bench, peer: Peer, count: number): Promise<List> => {
  const page = await openPeer(bench, peer, count)
  return { name: peer, page, driver: await driveList(page, peerList) }
}

/** Opens the application's list of `count` cached rows and those of `peers`, all at once, the application's first. */
export const withLists = async <Result>(
  bench: Bench,
  count: number,
  peers: readonly Peer[],
  use: (lists: readonly List[], application: RunningApplication) => Promise<Result>,
): Promise<Result> =>
  withApplication(bench, await cachedWith(bench, count), async application => {
    const lists: List[] = [await applicationListOf(application.page)]
    for (const peer of peers) lists.push(await peerListOf(bench, peer, count))
    bench.log(`lists of ${sizeName(count)}: ${lists.map(({ name }) => name).join(', ')}`)
    try {
      return await use(lists, application)
    } finally {
      for (const list of lists.slice(1)) await list.page.context().close()
    }
  })
