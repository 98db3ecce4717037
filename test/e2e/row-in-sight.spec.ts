import { connect, dialog, rowOf } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('nothing is done with a row that nobody sees, and the focus is on the row that is chosen', async ({
  application,
  service,
}) => {
  const { page } = application
  for (let number = 0; number < 60; number++) {
    await service.createKey('preview', { name: `key ${String(number).padStart(2, '0')}` })
  }
  await connect(page, service)
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(rowOf(page, 'key 00')).toBeVisible()
  const grid = page.getByRole('grid')
  const chosen = grid.locator('[aria-selected="true"]')

  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await expect(chosen).toContainText('key 01')
  for (const key of ['Enter', 'Delete'] as const) {
    await grid.evaluate(element => element.scrollTo({ top: element.scrollHeight }))
    await expect(rowOf(page, 'key 59')).toBeVisible()
    await expect(rowOf(page, 'key 01')).toHaveCount(0)
    await page.keyboard.press(key)
    await expect(rowOf(page, 'key 01')).toBeInViewport()
    await expect(dialog(page, /./)).toBeHidden()
  }

  // The buttons of a row are left with the row.
  await rowOf(page, 'key 04').getByRole('button', { name: 'More actions' }).focus()
  await expect(chosen).toContainText('key 04')
  await page.keyboard.press('ArrowDown')
  await expect(chosen).toContainText('key 05')
  await expect(grid).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(dialog(page, 'Delete API key')).toContainText('key 05')
})
