import { describe, expect, it } from 'vitest'
import { begin } from '../conformance/life.ts'
import { open } from '../conformance/open.ts'
import { describeLive } from '../conformance.ts'
import { harness, harnessOf } from './harness.ts'

/** The products that the service can be like, beside its own. */
const profiles = ['consently', 'consentrix', 'environments', 'projects', 'api-access']

describe.each(profiles)('the profile %s', profile => {
  describeLive(harnessOf(profile), { name: profile })
})

it.each(['claviger', ...profiles])('has words for everything that %s can do', async profile => {
  const opened = await open(profile === 'claviger' ? harness : harnessOf(profile))
  const { profile: said } = await begin(opened, 'preview')
  for (const { effect } of said.effects.filter(({ supported }) => supported)) {
    expect(said.words[effect]?.label, effect).toBeTruthy()
  }
  await opened.close()
})
