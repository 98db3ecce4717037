import { Button } from '@mantine/core'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useUi } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'

/** A person locks while a new secret waits to be stored. */
export const LockQuestion = () => {
  const close = () => useUi.setState({ lockAsked: false })
  const lock = useAction(async () => {
    await api.app.lock({ anyway: true })
    close()
  })
  return (
    <DialogFrame title="Lock before the key is stored?" above onClose={close}>
      The new key stays in Claviger’s memory, and its dialog is here again when you unlock. If
      Claviger quits meanwhile, nobody can see the key again.
      <DialogActions>
        <Button variant="default" disabled={lock.busy} onClick={close}>
          Go back
        </Button>
        <Button data-autofocus loading={lock.busy} onClick={() => void lock.run()}>
          Lock
        </Button>
      </DialogActions>
      <ErrorAlert error={lock.error} />
    </DialogFrame>
  )
}
