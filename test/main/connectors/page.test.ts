import { expect, it } from 'vitest'
import { pageBy } from '../../../src/main/connectors/page.ts'

const page = (more: boolean, next: string | null, cursor: string | null = null) => {
  const { next: to, truncated } = pageBy({ keys: [], more, next, cursor })
  return { to, truncated }
}

it('leads on where there is more and a way to it', () => {
  expect(page(true, 'b', 'a')).toEqual({ to: 'b', truncated: false })
  expect(page(false, 'b', 'a')).toEqual({ to: null, truncated: false })
})

it('says that it is cut where it leads to itself or nowhere', () => {
  expect(page(true, 'a', 'a')).toEqual({ to: null, truncated: true })
  expect(page(true, null, 'a')).toEqual({ to: null, truncated: true })
})
