import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** axe finds nothing to complain of in what `page` shows; `place` names it in the complaint. */
export const expectAccessible = async (page: Page, place: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.map(
    ({ id, nodes }) => `${place}: ${id} ${nodes.map(({ html }) => html)}`,
  )
  expect(found).toEqual([])
}
