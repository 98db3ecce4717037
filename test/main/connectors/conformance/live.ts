import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedKey } from '../../../../src/main/connectors/connector.ts'
import { environments } from '../../../../src/shared/domain/environment.ts'
import { type Effect, Profile } from '../../../../src/shared/domain/profile.ts'
import type { Shown } from '../../../../tools/connectors.ts'
import type { Harness } from '../harness.ts'
import { draft } from './calls.ts'
import { givesAtCreation, keyLives } from './key-lives.ts'
import { begin, type Life, listAll, made, named, obtain } from './life.ts'
import { type Opened, open } from './open.ts'
import { operationOf, shownOf } from './record.ts'
import { systemLives } from './system-lives.ts'
import {
  readsSmallPages,
  refusesCredential,
  refusesSettings,
  refusesStaleVersions,
  refusesTimeUnits,
  takesBackMisplaced,
} from './traps.ts'

/** What a person would look for: its absence is explained. */
const looked: readonly Effect[] = [
  ...(['create', 'rename', 'describe', 'suspend', 'resume'] as const),
  ...(['revoke', 'rotate', 'expire', 'delete'] as const),
]

/** Not a test that is skipped: there is nothing to show. */
const when = (isSo: boolean) => (isSo ? it : () => {})

/**
 * What every connector must do with a service that listens, by what that service says that it can do. Each thing that
 * it says is tried. `tell` gets what was shown, when all of it was.
 */
export const describeLive = (
  harness: Harness,
  {
    name = harness.kind ?? 'a service',
    tell,
  }: { name?: string; tell?: (shown: Shown) => void } = {},
): void => {
  const { connector, evidence } = harness
  const done = new Set<Effect>()
  const show = (effects: readonly Effect[]) => {
    for (const effect of effects) done.add(effect)
  }

  describe(`${connector.info.id}: ${name}, ${evidence}`, () => {
    let opened: Opened
    let life: Life
    beforeAll(async () => {
      opened = await open(harness)
      life = await begin(opened, 'preview')
    })
    afterAll(() => opened?.close())
    afterEach(() => expect(opened.leaks()).toEqual([]))

    it('describes itself in the words that the page takes', () => {
      const { profile, operations } = life
      expect(profile.service).not.toBe('')
      expect(Profile.parse(profile)).toEqual(profile)
      for (const { effect, supported, reason } of profile.effects) {
        if (supported) expect(operations[operationOf[effect]], effect).toBeDefined()
        if (supported) expect(reason, effect).toBeNull()
      }
    })

    // The reference service says itself what it can do, and is not asked for more.
    when(evidence !== 'own service')('says why it cannot do what a person looks for', () => {
      for (const effect of looked) {
        const rule = life.profile.effects.find(candidate => candidate.effect === effect)
        if (!rule?.supported) expect(rule?.reason, effect).toMatch(/^[A-Z].+\.$/)
      }
    })

    it('promises no other proof than it has', () => {
      const { probe, check } = connector.operations
      expect(life.profile.proof).toBe(probe ? 'own' : check ? 'key' : 'none')
    })

    it.each(environments)('makes, finds, changes and ends a key in %s', async environment => {
      const there = await begin(opened, environment)
      const hasKeys = there.can('create') || opened.running.seed !== undefined
      if (hasKeys) show(await keyLives(there))
      if (there.can('create-system')) show(await systemLives(there))
    })

    when(connector.operations.create !== undefined)(
      'makes a key with all it is given',
      async () => {
        if (life.can('create')) await givesAtCreation(life)
      },
    )

    when(connector.replayMs !== null)('makes one secret for one intent', async () => {
      for (const issue of await issuesOf(life)) {
        const intent = randomUUID()
        const [one, other] = [await issue(intent), await issue(intent)]
        expect(other.key.id).toBe(one.key.id)
        expect(other.secret.expose()).toBe(one.secret.expose())
        expect(await opened.running.accepts('preview', one.secret.expose())).toBe(true)
      }
      const names = (await listAll(life)).map(key => key.name)
      expect(names).toEqual([...new Set(names)])
    })

    it('changes nothing that is not as it was seen', () => refusesStaleVersions(life))
    it('loses nothing in pages that are smaller than asked for', () => readsSmallPages(life))
    it('refuses a time in another unit', () => refusesTimeUnits(life))
    it('names a credential that is not accepted', () => refusesCredential(life))
    it('names a setting that is missing or picks out nothing', () => refusesSettings(life))
    it('takes back what the service made elsewhere', () => takesBackMisplaced(life))

    when(connector.operations.audit !== undefined)(
      'tells what was done, of one environment',
      async () => {
        if (!life.can('audit')) return
        const page = await made(connector.operations.audit)(opened.http('production'), null)
        expect(page.entries.length).toBeGreaterThan(0)
        expect(new Set(page.entries.map(entry => entry.environment))).toEqual(
          new Set(['production']),
        )
        show(['audit'])
      },
    )

    it('has done all that its service says it can', () => {
      const said = life.profile.effects.filter(({ supported }) => supported)
      expect(said.map(({ effect }) => effect).filter(effect => !done.has(effect))).toEqual([])
      tell?.(shownOf(harness, opened.running.version, life.profile))
    })
  })
}

type Issue = (intent: string) => Promise<CreatedKey>

/** Each way to a secret that the service has, of a key or system of its own. */
const issuesOf = async (life: Life): Promise<readonly Issue[]> => {
  const { operations, http, can } = life
  const issues: Issue[] = []
  if (can('create')) {
    const replayed = draft(named('replayed'))
    issues.push(async intent => made(await operations.create?.(http, replayed, intent)))
  }
  if (can('rotate')) {
    const { key } = await obtain(life, named('rotated'))
    issues.push(async intent => made(await operations.rotate?.(http, key, 0, intent)))
  }
  if (can('generate')) {
    const wanted = draft(named('generated'))
    const system = made(await operations.createSystem?.(http, wanted, randomUUID()))
    issues.push(async intent => made(await operations.generate?.(http, system, intent)))
  }
  return issues
}
