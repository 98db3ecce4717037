import { Combobox, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { cloneElement, type ReactElement, useEffect, useState } from 'react'
import { PlainText } from '../plain-text.tsx'
import { Count } from './filter-count.tsx'
import classes from './filter-row.module.css'
import type { FilterRowProps, FindOwners } from './filter-row.tsx'
import { withoutOne } from './filters.ts'

type OwnerChoicesProps = Pick<FilterRowProps, 'filters' | 'onFilter' | 'findOwners'> & {
  readonly pill: ReactElement<{ readonly 'aria-expanded'?: boolean; readonly onClick?: () => void }>
  readonly onClose: () => void
}

/** What an option stands for: a name is of any form, and must not be taken for anybody. */
const anybody = 'anybody'
const named = (owner: string): string => `owner ${owner}`

/** A list is asked for by no longer name. */
const longestOwner = 500

/** Whoever made a key, found by a part of their name. Open from the start. */
export const OwnerChoices = (props: OwnerChoicesProps) => {
  const { filters, pill, onFilter, findOwners, onClose } = props
  const [part, setPart] = useState('')
  const combobox = useCombobox({
    defaultOpened: true,
    onDropdownClose: () => {
      setPart('')
      onClose()
    },
  })
  const { dropdownOpened: opened, focusSearchInput } = combobox
  useEffect(() => {
    if (opened) focusSearchInput()
  }, [opened, focusSearchInput])
  const choose = (value: string) => {
    const owner = value.slice(named('').length)
    onFilter(value === anybody ? withoutOne(filters, 'owner') : { ...filters, owner })
    combobox.closeDropdown()
  }
  return (
    <Combobox
      store={combobox}
      width={280}
      shadow="md"
      position="bottom-start"
      withinPortal={false}
      floatingStrategy="fixed"
      transitionProps={{ duration: 0 }}
      onOptionSubmit={choose}
    >
      <Combobox.Target withAriaAttributes={false}>
        {cloneElement(pill, {
          'aria-expanded': opened,
          onClick: () => combobox.toggleDropdown(),
        })}
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Find an owner"
          placeholder="Find an owner"
          maxLength={200}
          value={part}
          onChange={event => {
            setPart(event.currentTarget.value)
            combobox.resetSelectedOption()
          }}
        />
        {opened && <Owners {...{ findOwners, part: part.trim(), chosen: filters.owner ?? null }} />}
      </Combobox.Dropdown>
    </Combobox>
  )
}

type OwnersProps = {
  readonly findOwners: FindOwners
  readonly part: string
  readonly chosen: string | null
}

const Owners = ({ findOwners, part, chosen }: OwnersProps) => {
  const found = useOwners(findOwners, part)
  return (
    <Combobox.Options aria-label="Owners" className={classes.owners}>
      {part === '' && (
        <Combobox.Option value={anybody} active={chosen === null} className={classes.owner}>
          <Chosen chosen={chosen === null} />
          Anybody
        </Combobox.Option>
      )}
      {found?.map(({ owner, count }) => (
        <Combobox.Option
          key={owner}
          value={named(owner)}
          active={owner === chosen}
          className={classes.owner}
        >
          <Chosen chosen={owner === chosen} />
          <PlainText text={owner} longest={60} />
          <Count count={count} />
        </Combobox.Option>
      ))}
      {found?.length === 0 && <Combobox.Empty>Nobody of this name made a key.</Combobox.Empty>}
    </Combobox.Options>
  )
}

const Chosen = ({ chosen }: { readonly chosen: boolean }) => (
  <IconCheck size={14} aria-hidden opacity={chosen ? 1 : 0} />
)

type Found = Awaited<ReturnType<FindOwners>>

/** Null until the first answer; a late one to an older question is dropped. */
const useOwners = (find: FindOwners, part: string): Found | null => {
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    let current = true
    // Where the list cannot be read, the page says so.
    find(part).then(
      owners => current && setFound(owners.filter(({ owner }) => owner.length <= longestOwner)),
      () => current && setFound([]),
    )
    return () => {
      current = false
    }
  }, [find, part])
  return found
}
