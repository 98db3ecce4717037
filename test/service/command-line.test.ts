import { normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCommand } from '../../src/service/command-line.ts'
import { programInFolder } from './program.ts'

const { folder, finish } = programInFolder()

describe('the arguments', () => {
  test.each([
    [['--data', ''], '--data is missing'],
    [['--data'], "'--data <value>' argument missing"],
    [['--data', 'd', '--port', 'http'], '--port takes a whole number from 0 to 65535'],
    [['--data', 'd', '--port', '65536'], '--port takes a whole number from 0 to 65535'],
    [['--data', 'd', '--port', '-1'], "'--port' argument is ambiguous"],
    [['--data', 'd', '--rate-limit', '0'], '--rate-limit takes a whole number from 1'],
    [
      ['--data', 'd', '--profile', 'other'],
      '--profile takes claviger, consently, consentrix, environments, projects, api-access, not "other"',
    ],
    [['--data', 'd', '--announce', 'xml'], '--announce takes text, json, not "xml"'],
    [['--data', 'd', '--issue-token', 'app'], '--issue-token takes NAME:ENVIRONMENT'],
    [['--data', 'd', '--issue-token', 'app:'], '--issue-token takes preview, production'],
    [['--data', 'd', '--issue-token', ':preview'], '--issue-token takes 1 to 64 letters'],
    [['--data', 'd', '--issue-token', 'app:staging'], 'takes preview, production, not "staging"'],
    [
      ['--data', 'd', '--issue-token', 'app:preview', '--issue-token', 'app:production'],
      'names "app" twice',
    ],
    [['--data', 'd', '--nonsense'], "Unknown option '--nonsense'"],
    [['--data', 'd', 'extra.txt'], "Unexpected argument 'extra.txt'"],
    [['--data', 'd', '--no.such'], "Unknown option '--no.such'"],
    [['token'], 'token takes create, list or revoke'],
    [['token', 'create', '--data', 'd'], '--name is missing'],
    [['token', 'create', '--name', 'n'], '--data is missing'],
    [['token', 'create', '--data', 'd', '--name', 'a\nb'], '--name takes 1 to 64 letters'],
    [['token', 'revoke', '--data', 'd'], '--name is missing'],
    [['token', 'list'], '--data is missing'],
    [['plan'], '--data is missing'],
    [['plan', 'set', '--data', 'd'], '--name is missing: name the plan'],
    [['plan', 'show', '--data', 'd'], 'plan takes set, or nothing'],
    [['plan', 'set', 'more', '--data', 'd', '--name', 'n'], 'plan takes set, or nothing'],
  ])('%j are refused in one sentence', (args, part) => {
    const command = readCommand(args)
    const sentence = command.kind === 'bad' ? command.sentence : 'accepted'
    expect(sentence).toContain(part)
    expect(sentence).toMatch(/^[^\n]+[^.]\.$/)
  })

  test('that are refused end the program with 2', async () => {
    const { code, out, err } = await finish('--data', folder(), '--port', 'http')
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe('--port takes a whole number from 0 to 65535, not "http".\n')
  })

  test('have their defaults', () => {
    expect(readCommand(['--data', 'd'])).toMatchObject({
      kind: 'serve',
      profile: null,
      dataFolder: 'd',
      host: '127.0.0.1',
      port: 8443,
      rateLimit: 6000,
      announceJson: false,
      exitWithParent: false,
      issue: [],
    })
  })

  test.each([
    [[], 'data/claviger'],
    [['--profile', 'consently'], 'data/consently'],
    [['--profile', 'consently', '--data', 'elsewhere'], 'elsewhere'],
  ])('%j keep the data in %s', (args, expected) => {
    expect(readCommand(args)).toMatchObject({ dataFolder: normalize(expected) })
  })

  test('are explained by --help', async () => {
    const { code, out } = await finish('--help')
    expect(code).toBe(0)
    expect(out).toContain('token create')
  })
})
