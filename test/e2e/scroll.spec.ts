import type { Page } from '@playwright/test'
import { connect, rowOf } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

const path = '/v1/environments/preview/keys'

/** Scrolls, and says of three heights of the list whether a row is there before the page has heard of it. */
const rowsAt = (page: Page, share: number) =>
  page.getByRole('grid').evaluate((grid, to) => {
    grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight)
    const { left, top, height } = grid.getBoundingClientRect()
    return [60, height / 2, height - 20].map(
      y => document.elementFromPoint(left + 60, top + y)?.closest('[data-index]') !== null,
    )
  }, share)

test('scrolling a long list', async ({ application, service }) => {
  const { page } = application
  for (let number = 0; number < 160; number++) {
    const name = `key ${String(number).padStart(3, '0')}`
    await service.ask('POST', path, service.tokens.preview, { name })
  }
  await connect(page, service)
  await expect(page.getByText('160 keys')).toBeVisible()
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(rowOf(page, 'key 000')).toBeVisible()
  const grid = page.getByRole('grid')

  // No frame is without rows, however far and whichever way it is scrolled.
  const filled = [true, true, true]
  expect(await rowsAt(page, 1)).toEqual(filled)
  await expect(rowOf(page, 'key 159')).toBeVisible()
  expect(await rowsAt(page, 0.2)).toEqual(filled)
  expect(await rowsAt(page, 0.9)).toEqual(filled)
  expect(await rowsAt(page, 0)).toEqual(filled)
  await expect(rowOf(page, 'key 000')).toBeVisible()

  await grid.focus()
  await page.keyboard.press('End')
  await expect(rowOf(page, 'key 159')).toBeVisible()
  await expect(grid.locator('[aria-selected="true"]')).toHaveAttribute('aria-rowindex', '161')
  await page.keyboard.press('Home')
  await expect(rowOf(page, 'key 000')).toBeVisible()

  // The focus of a row that is scrolled away is no other row's.
  const more = rowOf(page, 'key 000').getByRole('button', { name: 'More actions' })
  await more.focus()
  await rowsAt(page, 0.6)
  await expect(rowOf(page, 'key 000')).toHaveCount(0)
  expect(await page.evaluate(() => document.activeElement?.closest('[data-index]') ?? null)).toBe(
    null,
  )
})
