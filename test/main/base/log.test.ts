import { expect, it } from 'vitest'
import { createLog } from '../../../src/main/base/log.ts'

it('writes one line of printable ASCII per event, whatever a value holds', () => {
  const lines: string[] = []
  const log = createLog(
    line => lines.push(line),
    () => 0,
  )
  log('incident', { route: 'keys.\u001b[31mwindow\n{"event":"forged"}\u202e\u2028' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    event: 'incident',
  })
})
