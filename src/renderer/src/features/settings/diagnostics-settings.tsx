import { Button } from '@mantine/core'
import { openDialog } from '../../state/ui.ts'
import classes from './settings-page.module.css'

/** What may be handed to whoever helps; it is shown before it is saved. */
export const DiagnosticsSettings = () => (
  <section aria-labelledby="diagnostics">
    <h2 id="diagnostics">Diagnostics</h2>
    <p>
      Versions, how each list was read last and the newest lines of Claviger’s log, for whoever
      helps you. No key, no credential and no secret is in them; names and addresses only if you say
      so.
    </p>
    <Button
      className={classes.lock}
      variant="default"
      onClick={() => openDialog({ kind: 'diagnostics' })}
    >
      Save diagnostics…
    </Button>
  </section>
)
