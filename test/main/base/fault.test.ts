import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { faultOf } from '../../../src/main/base/fault.ts'
import { AppError } from '../../../src/shared/error.ts'

const run = promisify(execFile)

describe('faultOf', () => {
  it('tells what failed and where, and nothing of what it says', () => {
    const fault = faultOf(new TypeError('canary\n    at fake (canary.js:1:1)'))
    expect(fault).toEqual({
      ...{ name: 'TypeError', code: null },
      place: expect.stringMatching(/^fault\.test\.ts:\d+:\d+$/),
    })
    expect(faultOf(new AppError({ code: 'clipboard' }))).toMatchObject({ code: 'clipboard' })
    expect(faultOf('canary')).toEqual({ name: 'string' })
  })

  it('does without a stack', () => {
    const bare = new Error('canary')
    delete bare.stack
    expect(faultOf(bare)).toEqual({ name: 'Error', code: null, place: null })
  })
})

it('goes on after what nobody caught', async () => {
  const file = new URL('../../../src/main/base/fault.ts', import.meta.url).href
  const program = `
    import { surviveFaults } from ${JSON.stringify(file)}
    surviveFaults((event, fields) => console.log(event, fields.name))
    Promise.reject(new RangeError('canary'))
    setImmediate(() => {
      setImmediate(() => console.log('still here'))
      throw new TypeError('canary')
    })
  `
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', program])
  expect(stdout.trim().split('\n')).toEqual([
    'unhandled-rejection RangeError',
    'uncaught-exception TypeError',
    'still here',
  ])
  expect(stderr).toBe('')
})
