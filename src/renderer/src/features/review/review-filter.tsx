import { NativeSelect } from '@mantine/core'
import type { KeysWindow } from '../../../../shared/contract/keys.ts'
import type { KeyKind, KeyState } from '../../../../shared/domain/key.ts'
import { stateWord } from '../../ui/key-words.ts'
import { kindOrder, kindText } from '../../ui/kind-words.ts'
import classes from './review-page.module.css'

export type Filter = Pick<KeysWindow, 'kind' | 'states'>
export const everything: Filter = { kind: null, states: null }

const states = [
  'active',
  'suspended',
  'revoked',
  'expired',
  'absent',
  'unknown',
] as const satisfies readonly KeyState[]

const all = ''

/** What was chosen, or everything when it is that: the same object, so that a list is not asked for twice. */
export const filterOf = (kind: KeyKind | null, state: KeyState | null): Filter =>
  kind === null && state === null ? everything : { kind, states: state === null ? null : [state] }

type ReviewFilterProps = {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}

export const ReviewFilter = ({ filter, onFilter }: ReviewFilterProps) => {
  const state = filter.states?.[0] ?? null
  return (
    <div className={classes.filter}>
      <NativeSelect
        {...{ size: 'xs', 'aria-label': 'Kind' }}
        value={filter.kind ?? all}
        data={[
          { value: all, label: 'Keys and systems' },
          ...kindOrder.map(kind => ({ value: kind, label: kindText(kind, null).title })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onFilter(filterOf(kindOrder.find(kind => kind === value) ?? null, state))
        }
      />
      <NativeSelect
        {...{ size: 'xs', 'aria-label': 'Status' }}
        value={state ?? all}
        data={[
          { value: all, label: 'Any status' },
          ...states.map(one => ({ value: one, label: stateWord(one, null) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onFilter(filterOf(filter.kind, states.find(one => one === value) ?? null))
        }
      />
    </div>
  )
}
