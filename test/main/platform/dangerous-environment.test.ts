import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import {
  dangerousVariables,
  dropDangerousVariables,
} from '../../../src/main/platform/dangerous-environment.ts'

it.each(dangerousVariables)('takes %s away and tells its name', name => {
  const environment = { [name]: '0', PATH: '/bin' }
  expect(dropDangerousVariables(environment)).toEqual([name])
  expect(environment).toEqual({ PATH: '/bin' })
})

it('knows it in the spelling of Windows', () => {
  const environment = { Node_Options: '--inspect' }
  expect(dropDangerousVariables(environment)).toEqual(['Node_Options'])
  expect(environment).toEqual({})
})

it('leaves the rest alone', () => {
  const environment = { HTTPS_PROXY: 'http://proxy', HOME: '/root', NODE_ENV: 'production' }
  expect(dropDangerousVariables(environment)).toEqual([])
  expect(Object.keys(environment)).toHaveLength(3)
})

it('takes them from every process that is started afterwards', async () => {
  const module = resolve('src/main/platform/dangerous-environment.ts')
  const program = `
    import { execFileSync } from 'node:child_process'
    import { dropDangerousVariables } from ${JSON.stringify(module)}
    dropDangerousVariables(process.env)
    process.stdout.write(execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)']))`
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', SSLKEYLOGFILE: '/tmp/keys' }
  const args = ['--input-type=module', '-e', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  const inherited = Object.keys(JSON.parse(stdout))
  expect(inherited.filter(name => dangerousVariables.some(known => known === name))).toEqual([])
  expect(inherited).toContain('PATH')
})
