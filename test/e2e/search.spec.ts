import { connect, rowOf, switchTo } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('finding a key by what is known of it', async ({ application, service }) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  const made = [
    { name: 'checkout-service', description: 'web shop' },
    { name: 'Schlüssel für Kasse 7' },
    { name: '100% coverage_bot' },
  ]
  for (const key of made) await service.ask('POST', path, service.tokens.preview, key)
  await connect(page, service)
  await expect(page.getByText('3 keys')).toBeVisible()

  const box = page.getByRole('searchbox', { name: 'Filter keys' })
  await page.keyboard.press('/')
  await expect(box).toBeFocused()
  const findings = [
    ['CHECK', 'checkout-service'],
    ['web sh', 'checkout-service'],
    ['schlÜSSEL', 'Schlüssel für Kasse 7'],
    ['%', '100% coverage_bot'],
    ['_', '100% coverage_bot'],
  ] as const
  for (const [typed, found] of findings) {
    await box.fill(typed)
    await expect(rowOf(page, found)).toBeVisible()
  }
  await box.fill('kasse')
  await expect(page.getByText('1 of 3 keys match')).toBeVisible()
  await expect(rowOf(page, 'checkout-service')).toBeHidden()

  await box.fill('nothing like it')
  await expect(page.getByText('No key matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(page.getByText('3 keys')).toBeVisible()

  await box.fill('kasse')
  await box.press('Escape')
  await expect(box).toHaveValue('')
  await expect(page.getByText('3 keys')).toBeVisible()
})

test('ordering the list by any column', async ({ application, service }) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  for (const name of ['beta', 'Alpha', 'gamma']) {
    await service.ask('POST', path, service.tokens.preview, { name })
  }
  await connect(page, service)
  const names = page.getByRole('grid', { name: 'API keys' }).getByRole('row').locator('nth=0')
  const header = page.getByRole('columnheader', { name: 'Name' })
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', /ascending|descending/)
  const first = () => page.getByRole('grid', { name: 'API keys' }).getByRole('row').nth(1)
  const order = await header.getAttribute('aria-sort')
  await expect(first()).toContainText(order === 'ascending' ? 'Alpha' : 'gamma')
  await header.getByRole('button').click()
  await expect(first()).toContainText(order === 'ascending' ? 'gamma' : 'Alpha')
  await expect(names).toBeVisible()
})

test('in a narrow window the ends of a key stay readable', async ({ application, service }) => {
  const { page } = application
  const path = '/v1/environments/production/keys'
  await service.ask('POST', path, service.tokens.production, { name: 'a-name-that-is-not-short' })
  await connect(page, service)
  await switchTo(page, 'Production')
  for (const width of [760, 880, 1040, 1200]) {
    await page.setViewportSize({ width, height: 800 })
    const mask = rowOf(page, 'a-name-that-is-not-short').getByTitle(/^clv_production_/)
    await expect(mask).toBeVisible()
    const hidden = await mask.evaluate(({ lastChild, parentElement }) => {
      const tail = document.createRange()
      if (lastChild) tail.selectNode(lastChild)
      const cell = parentElement?.getBoundingClientRect()
      return tail.getBoundingClientRect().right - (cell?.right ?? 0)
    })
    expect(hidden).toBeLessThanOrEqual(0.5)
  }
})
