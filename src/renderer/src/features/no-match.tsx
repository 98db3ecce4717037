import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import type { KeyFilters, KeysQuery } from '../../../shared/contract/keys.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { useUi } from '../state/ui.ts'
import { countOf, formatCount } from '../ui/count.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { narrowingText } from '../ui/filters/filter-words.ts'
import {
  chosenFilters,
  type FilterName,
  type Narrowing,
  narrowings,
  withoutOne,
} from '../ui/filters/filters.ts'
import classes from './no-match.module.css'
import { type Drop, useDrops } from './use-drops.ts'

type NoMatchProps = {
  readonly query: KeysQuery
  /** How many there are without any of it. */
  readonly unfiltered: number
  readonly offered: readonly FilterName[]
  readonly filters: KeyFilters
  readonly profile: Profile | null
  /** What is listed: "key". */
  readonly one: string
  /** Where not all keys are here: how many are. */
  readonly incomplete: string | null
  readonly onFilter: (filters: KeyFilters) => void
}

/** Nothing is left of a list: what holds it back, and which of that to take away. */
export const NoMatch = (props: NoMatchProps) => {
  const { query, offered, filters, profile, one, incomplete, onFilter } = props
  const drops = useDrops(query, offered)
  const narrowed = narrowings(query, offered)
  const drop = (name: Narrowing) =>
    name === 'search' ? useUi.setState({ search: '' }) : onFilter(withoutOne(filters, name))
  const clear = () => {
    useUi.setState({ search: '' })
    if (chosenFilters(filters).length > 0) onFilter(offered.reduce<KeyFilters>(withoutOne, filters))
  }
  // Where the kind is a choice, what it is chosen from is called keys.
  const noun = offered.includes('kind') ? 'key' : one
  const text = nothingLeft({ ...props, one: noun }, narrowed)
  return (
    <EmptyState
      icon={<IconSearchOff size={34} stroke={1.4} aria-hidden />}
      title={`No ${one} matches`}
      text={incomplete === null ? text : `${text} ${incomplete}`}
    >
      <div className={classes.drops}>
        {narrowed.length > 1 &&
          drops.map(one => (
            <Button key={one.name} variant="default" onClick={() => drop(one.name)}>
              Without {narrowingText(one.name, query, profile)}: {numberOf(one, noun)}
            </Button>
          ))}
        <Button
          variant={drops.length > 0 && narrowed.length > 1 ? 'subtle' : 'default'}
          onClick={clear}
        >
          {narrowed.length === 1
            ? `Clear ${narrowed[0] === 'search' ? 'search' : 'filter'}`
            : 'Clear all'}
        </Button>
      </div>
    </EmptyState>
  )
}

const numberOf = ({ total, counted }: Drop, one: string): string =>
  counted ? countOf(total, one) : `${formatCount(total)}+ ${one}s`

const listed = new Intl.ListFormat('en-GB')

/** Why no key is left, as a sentence. */
const nothingLeft = (
  { query, profile, one, unfiltered }: NoMatchProps,
  narrowed: readonly Narrowing[],
): string => {
  const words = narrowed.map(name => narrowingText(name, query, profile))
  const keys = countOf(unfiltered, one)
  if (words.length > 1) return `Together, ${listed.format(words)} leave none of ${keys}.`
  return query.search.trim() === ''
    ? `${words.join()} leaves none of ${keys}.`
    : `Nothing has “${query.search.trim()}” in its name, key, description, creator or id.`
}
