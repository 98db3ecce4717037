import { expect, it } from 'vitest'
import { refuseMisplaced } from '../../../src/main/connectors/misplaced.ts'
import { infoOf } from '../../../src/shared/error.ts'

const placed = (got: string, undo: () => Promise<unknown>) =>
  refuseMisplaced({ asked: 'prod', got, key: 'key_1', undo }).then(() => null, infoOf)

it('takes a key back that was made elsewhere, and says whether that worked', async () => {
  const undone: string[] = []
  const undo = async () => undone.push('key_1')
  expect(await placed('prod', undo)).toBeNull()
  expect(undone).toEqual([])
  const elsewhere = { code: 'misplaced', asked: 'prod', got: 'default', key: 'key_1' }
  expect(await placed('default', undo)).toEqual({ ...elsewhere, undone: true })
  expect(undone).toEqual(['key_1'])
  const failing = async () => Promise.reject(new Error('gone'))
  expect(await placed('default', failing)).toEqual({ ...elsewhere, undone: false })
})
