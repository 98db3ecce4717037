import fc from 'fast-check'
import type { End } from '../front.ts'

const onKeys = ['suspend', 'resume', 'revoke', 'delete', 'rename'] as const
const onOpen = ['recover', 'look', 'abandon', 'stored', 'dismiss'] as const
const onPending = ['copy', 'show', 'acknowledge'] as const
const elsewhere = ['delete', 'rotate', 'revoke', 'suspend'] as const

/** What somebody does. `which` counts through what there is at that time; where there is nothing, nothing is done. */
export type Act =
  /** `twice`: the button is clicked again before there is an answer. */
  | { readonly do: 'create'; readonly twice: boolean }
  | { readonly do: 'create-system' }
  | { readonly do: (typeof onKeys)[number]; readonly which: number }
  | { readonly do: 'generate'; readonly which: number }
  | { readonly do: 'rotate'; readonly which: number; readonly overlap: boolean }
  | { readonly do: (typeof onOpen)[number]; readonly which: number }
  | { readonly do: (typeof onPending)[number]; readonly which: number }
  /** `switch` looks at the other environment, where the next acts are; `lock` locks and unlocks. */
  | { readonly do: 'refresh' | 'switch' | 'wait' | 'lock' }
  /** Another administrator. */
  | {
      readonly do: 'elsewhere'
      readonly what: (typeof elsewhere)[number]
      readonly which: number
    }

/** What the first request of a moment meets that changes something, or that does not. */
export type Trouble = {
  readonly meets: 'change' | 'read'
  /** Where it breaks: in the request, in the answer, or the answer is another. */
  readonly side: 'request' | 'answer' | 'instead'
  /** Bytes after which it breaks; in a request, with as many as it has it arrives whole. */
  readonly after: number
  readonly how: End
  /** The service is killed at that byte; else only the way to it breaks. */
  readonly kills: boolean
  readonly times: number
}

/** What happens at once: one or two acts, what their requests meet, and after how many events the process is killed. */
export type Moment = {
  readonly acts: readonly Act[]
  readonly trouble: Trouble | null
  readonly diesAfter: number | null
}

export type Schedule = readonly Moment[]

/** Everything that can be done. */
export const deeds = [
  ...(['create', 'create-system', 'generate', 'rotate'] as const),
  ...onKeys,
  ...onOpen,
  ...onPending,
  ...(['refresh', 'switch', 'wait', 'lock', 'elsewhere'] as const),
] as const satisfies readonly Act['do'][]

const which = fc.nat(7)

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('create'), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'create-system' }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...onKeys), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('generate'), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('rotate'), which, overlap: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...onOpen), which }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...onPending), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('refresh', 'switch', 'wait', 'lock') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('elsewhere'),
      what: fc.constantFrom(...elsewhere),
      which,
    }),
  },
)

// A request is about 500 bytes long, an answer about 900.
const trouble: fc.Arbitrary<Trouble> = fc.record({
  meets: fc.constantFrom('change', 'change', 'change', 'read'),
  side: fc.constantFrom('request', 'answer', 'answer', 'instead'),
  after: fc.nat(900),
  how: fc.constantFrom('reset', 'end'),
  kills: fc.integer({ min: 0, max: 19 }).map(one => one === 0),
  times: fc.constantFrom(1, 1, 2, 9),
})

/** In so many of ten. */
const sometimes = <T>(often: number, what: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: often, arbitrary: what }, { weight: 10 - often, arbitrary: fc.constant(null) })

const moment: fc.Arbitrary<Moment> = fc.record({
  acts: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(act) },
    // There is one clipboard.
    {
      weight: 1,
      arbitrary: fc.tuple(act, act).filter(acts => acts.some(one => one.do !== 'copy')),
    },
  ),
  trouble: sometimes(5, trouble),
  diesAfter: sometimes(2, fc.nat(40)),
})

export const schedules: fc.Arbitrary<Schedule> = fc.array(moment, {
  ...{ minLength: 5, maxLength: 12 },
  size: 'max',
})
