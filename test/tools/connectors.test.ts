import { expect, it } from 'vitest'
import { renderConnectors, type Shown } from '../../tools/connectors.ts'

const shown: Shown = {
  ...{ id: 'hologram', name: 'Hologram', evidence: 'ran', version: '9.0', day: '2026-01-31' },
  ...{ proof: 'own', propagationSeconds: 60 },
  operations: {
    create: { works: true, reason: null },
    rename: { works: false, reason: 'Holograms have no names.' },
  },
}

const rowOf = (page: string, label: string): string | undefined =>
  page.split('\n').find(line => line.startsWith(`| ${label} |`))

it('tells what ran, in which version and when, from what was only replayed', () => {
  const replayed: Shown = { ...shown, evidence: 'replayed', version: null, day: null }
  const page = renderConnectors([shown, replayed])
  expect(rowOf(page, 'Shown')).toBe('| Shown | **ran** 9.0, 2026-01-31 | *replayed only* |')
  expect(rowOf(page, 'Create')).toBe('| Create | **works** | *works* |')
})

it('gives the reason for what is not there', () => {
  const page = renderConnectors([shown])
  expect(rowOf(page, 'Rename')).toBe('| Rename | – |')
  expect(page).toContain('- **Rename**: Holograms have no names.')
})
