import { IconChevronDown } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import type { KeyCounts, KeyFilters } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { Count } from './filter-count.tsx'
import classes from './filter-row.module.css'
import { filterLabels, filterText } from './filter-words.ts'
import { chosenFilters, type FilterName, filterOrder, withoutOne } from './filters.ts'

const FilterMenu = lazy(async () => ({
  default: (await import('./filter-menu.tsx')).FilterMenu,
}))

const OwnerChoices = lazy(async () => ({
  default: (await import('./owner-choices.tsx')).OwnerChoices,
}))

/** Who made keys of the list, by name, whose name contains `part`. */
export type FindOwners = (
  part: string,
) => Promise<readonly { readonly owner: string; readonly count: number }[]>

export type FilterRowProps = {
  /** Those that can be chosen here. */
  readonly offered: readonly FilterName[]
  readonly filters: KeyFilters
  /** Null until it was counted. */
  readonly counts: KeyCounts | null
  readonly profile: Profile | null
  readonly onFilter: (filters: KeyFilters) => void
  readonly findOwners: FindOwners
  /** What stands at the end of the row. */
  readonly children?: ReactNode
}

/** What narrows a list: one quiet button each, that says what is chosen. */
export const FilterRow = (props: FilterRowProps) => {
  const { offered, filters, onFilter, children } = props
  const chosen = chosenFilters(filters).filter(name => offered.includes(name))
  const counts = useLastCounts(props.counts)
  const clear = () => onFilter(chosen.reduce(withoutOne, filters))
  return (
    <div className={classes.row} data-counting={props.counts === null || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div className={classes.filters} role="group" aria-label="Filters">
        {filterOrder
          .filter(name => offered.includes(name))
          .map(name =>
            name === 'neverUsed' ? (
              <NeverUsed key={name} {...props} counts={counts} />
            ) : (
              <Filter key={name} {...props} counts={counts} name={name} />
            ),
          )}
        {chosen.length > 0 && (
          <button type="button" className={classes.clear} onClick={clear}>
            Clear filters
          </button>
        )}
      </div>
      {children}
    </div>
  )
}

/** Numbers that come and go with each letter typed would not be read; those of another list go when that takes long. */
const useLastCounts = (counts: KeyCounts | null): KeyCounts | null => {
  const [last, setLast] = useState(counts)
  if (counts !== null && counts !== last) setLast(counts)
  return counts ?? last
}

const NeverUsed = ({ filters, counts, onFilter }: FilterRowProps) => {
  const pressed = filters.neverUsed === true
  return (
    <button
      type="button"
      className={classes.pill}
      data-chosen={pressed || undefined}
      aria-pressed={pressed}
      onClick={() => onFilter({ ...filters, neverUsed: pressed ? undefined : true })}
    >
      {filterLabels.neverUsed}
      <Count count={counts?.neverUsed} />
    </button>
  )
}

type FilterProps = FilterRowProps & { readonly name: Exclude<FilterName, 'neverUsed'> }

/** What can be chosen is loaded when it is first opened. */
const Filter = (props: FilterProps) => {
  const { name, filters, profile } = props
  const [wanted, setWanted] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const pill = (
    <button
      ref={button}
      type="button"
      className={classes.pill}
      data-chosen={chosenFilters(filters).includes(name) || undefined}
      aria-haspopup={name === 'owner' ? 'listbox' : 'menu'}
      aria-expanded={false}
      onClick={() => setWanted(true)}
    >
      <span className={classes.text}>{filterText(name, filters, profile)}</span>
      <IconChevronDown size={13} aria-hidden />
    </button>
  )
  if (!wanted) return pill
  const onClose = () => button.current?.focus()
  return (
    <Suspense fallback={pill}>
      {name === 'owner' ? (
        <OwnerChoices {...props} {...{ pill, onClose }} />
      ) : (
        <FilterMenu {...props} {...{ name, pill, onClose }} />
      )}
    </Suspense>
  )
}
