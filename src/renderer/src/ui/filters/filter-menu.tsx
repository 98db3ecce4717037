import { Menu } from '@mantine/core'
import { type ReactElement, type ReactNode, useState } from 'react'
import { assertNever } from '../../../../shared/app-error.ts'
import type { KeyCounts, KeyFilters } from '../../../../shared/contract/keys.ts'
import { environmentName, environmentOrder } from '../environment.ts'
import { stateWord } from '../key-words.ts'
import { kindOrder, kindText } from '../kind-words.ts'
import { Count } from './filter-count.tsx'
import type { FilterRowProps } from './filter-row.tsx'
import { expiryOrder, expiryText, filterLabels, stateOrder } from './filter-words.ts'
import { type FilterName, withoutOne, withState } from './filters.ts'

type FilterMenuProps = FilterRowProps & {
  readonly name: Exclude<FilterName, 'owner' | 'neverUsed'>
  readonly pill: ReactElement
  readonly onClose: () => void
}

/** What can be chosen of one filter, with how many keys each choice has. Open from the start. */
export const FilterMenu = (props: FilterMenuProps) => {
  const [opened, setOpened] = useState(true)
  const change = (open: boolean) => {
    setOpened(open)
    if (!open) props.onClose()
  }
  return (
    <Menu
      opened={opened}
      onChange={change}
      position="bottom-start"
      width={220}
      shadow="md"
      returnFocus={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>{props.pill}</Menu.Target>
      <Menu.Dropdown aria-label={filterLabels[props.name]}>
        {opened && choices(props)}
      </Menu.Dropdown>
    </Menu>
  )
}

const choices = (props: FilterMenuProps): ReactNode => {
  const { filters, counts, profile, onFilter } = props
  switch (props.name) {
    case 'states':
      return <States {...props} />
    case 'kind':
      return (
        <OneOf
          value={filters.kind}
          none="Keys and systems"
          options={kindOrder.map(kind => ({ value: kind, label: kindText(kind, profile).title }))}
          onChoose={kind => onFilter({ ...filters, kind })}
        />
      )
    case 'environment':
      return (
        <OneOf
          value={filters.environment ?? null}
          none="Both environments"
          options={environmentOrder.map(value => ({ value, label: environmentName[value] }))}
          countOf={value => counts?.environments[value]}
          onChoose={value => onFilter(chosen(filters, 'environment', value))}
        />
      )
    case 'expiry':
      return (
        <OneOf
          value={filters.expiry ?? null}
          none="Any time"
          options={expiryOrder.map(value => ({ value, label: expiryText[value] }))}
          countOf={value => counts?.expiry[value]}
          onChoose={value => onFilter(chosen(filters, 'expiry', value))}
        />
      )
    default:
      return assertNever(props.name)
  }
}

const chosen = <Name extends 'environment' | 'expiry'>(
  filters: KeyFilters,
  name: Name,
  value: KeyFilters[Name] | null,
): KeyFilters => (value === null ? withoutOne(filters, name) : { ...filters, [name]: value })

const States = ({ filters, counts, profile, onFilter }: FilterMenuProps) =>
  stateOrder
    .filter(state => isWorthShowing(state, filters, counts))
    .map(state => (
      <Menu.CheckboxItem
        key={state}
        checked={filters.states?.includes(state) ?? false}
        rightSection={<Count count={counts?.states[state]} />}
        onChange={() => onFilter(withState(filters, state))}
      >
        {stateWord(state, profile)}
      </Menu.CheckboxItem>
    ))

/** Keys always have a key, and a state that nobody knows is rare. */
const isWorthShowing = (
  state: (typeof stateOrder)[number],
  { states }: KeyFilters,
  counts: KeyCounts | null,
): boolean =>
  (state !== 'absent' && state !== 'unknown') ||
  (states?.includes(state) ?? false) ||
  (counts?.states[state] ?? 0) > 0

type OneOfProps<Value extends string> = {
  readonly value: Value | null
  /** What it is called when none is chosen. */
  readonly none: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly countOf?: (value: Value) => number | undefined
  readonly onChoose: (value: Value | null) => void
}

const OneOf = <Value extends string>(props: OneOfProps<Value>) => {
  const { value, none, options, countOf, onChoose } = props
  return (
    <>
      <Menu.RadioItem
        {...{ value: none, checked: value === null, closeMenuOnClick: true }}
        onChange={() => onChoose(null)}
      >
        {none}
      </Menu.RadioItem>
      {options.map(option => (
        <Menu.RadioItem
          key={option.value}
          {...{ value: option.value, checked: option.value === value, closeMenuOnClick: true }}
          rightSection={<Count count={countOf?.(option.value)} />}
          onChange={() => onChoose(option.value)}
        >
          {option.label}
        </Menu.RadioItem>
      ))}
    </>
  )
}
