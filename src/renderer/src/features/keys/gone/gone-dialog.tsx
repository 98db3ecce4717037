import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import type { GoneKey, KeysQuery } from '../../../../../shared/contract/keys.ts'
import { closeDialog, showDetail, targetOf, useConnection } from '../../../state/ui.ts'
import { EnvironmentBadge } from '../../../ui/badges.tsx'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { idOfKey } from '../../../ui/key-columns.tsx'
import { PlainText } from '../../../ui/plain-text.tsx'
import { exactTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import classes from './gone-dialog.module.css'
import { goneWords } from './gone-words.ts'
import { useGoneKeys } from './use-gone-keys.ts'

type GoneDialogProps = Pick<KeysQuery, 'scope' | 'kind'>

/** What somebody else has deleted, as it was when it was last seen. Nothing can be done with it but look. */
export const GoneDialog = ({ scope, kind }: GoneDialogProps) => {
  const [search, setSearch] = useState('')
  const { held, error, loadMore, loadingMore } = useGoneKeys(
    { scope, kind },
    useDeferredValue(search.trim()),
  )
  const frame = scope?.environment ? { environment: scope.environment } : {}
  return (
    <DialogFrame title="Deleted elsewhere" {...frame} size={680} onClose={closeDialog}>
      <p className={classes.what}>
        These are no longer at their service, and were not deleted here. What was known of them is
        kept for 90 days.
      </p>
      <TextInput
        type="search"
        data-autofocus
        aria-label="Search what was deleted"
        placeholder="Search"
        leftSection={<IconSearch size={15} aria-hidden />}
        maxLength={200}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <ErrorAlert error={error} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else to go to */}
      <section className={classes.list} aria-label="Deleted keys" tabIndex={0}>
        {held?.total === 0 && (
          <p className={classes.none}>
            {held.search === '' ? 'Nothing was deleted elsewhere.' : 'Nothing of this matches.'}
          </p>
        )}
        <ul className={classes.rows}>
          {held?.rows.map(row => (
            <Gone key={idOfKey(row)} row={row} scope={scope} />
          ))}
        </ul>
        {loadMore && (
          <Button
            className={classes.more}
            variant="default"
            loading={loadingMore}
            onClick={loadMore}
          >
            Load more
          </Button>
        )}
      </section>
    </DialogFrame>
  )
}

const open = (row: GoneKey) => {
  closeDialog()
  showDetail({ target: targetOf(row), review: true })
}

/** Whose it was stands beside it where the list is of several. */
const Gone = ({ row, scope }: Pick<GoneDialogProps, 'scope'> & { readonly row: GoneKey }) => {
  const now = useNow()
  const connection = useConnection(scope === null ? row.connection : null)
  return (
    <li className={classes.row}>
      <span className={classes.key}>
        <button type="button" className={classes.name} onClick={() => open(row)}>
          <PlainText text={row.name} longest={120} />
        </button>
        <span className={classes.beside}>
          {row.mask !== null && <code>{<PlainText text={row.mask} longest={60} />}</code>}
          {row.createdBy !== null && <PlainText text={row.createdBy} longest={60} />}
          {connection && <PlainText text={connection.name} longest={40} />}
        </span>
      </span>
      {!scope?.environment && <EnvironmentBadge environment={row.environment} />}
      <time
        className={classes.when}
        dateTime={new Date(row.goneAt).toISOString()}
        title={`Last seen ${exactTime(row.seenAt)}, gone since ${exactTime(row.goneAt)}`}
      >
        {goneWords(row, now)}
      </time>
    </li>
  )
}
