import { Button } from '@mantine/core'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, receiveReveal } from '../../state/ui.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import type { useCreate } from './use-create.ts'

type CreateTroubleProps = { readonly create: ReturnType<typeof useCreate> }

/** What went wrong with a create; a lost answer can be asked for again, or cleaned up. */
export const CreateTrouble = ({ create }: CreateTroubleProps) => {
  const { error } = create
  if (error === null) return null
  if (error.code !== 'outcome-unknown') return <ErrorAlert error={error} />
  return <Lost error={error} onClean={create.renew} />
}

type Unknown = Extract<ErrorInfo, { readonly code: 'outcome-unknown' }>
type LostProps = { readonly error: Unknown; readonly onClean: () => void }

const Lost = ({ error: lost, onClean }: LostProps) => {
  const { intent } = lost
  const again = useAction(async () => {
    receiveReveal(await api.reveals.recover({ intent }))
    closeDialog()
  })
  const clean = useAction(async () => {
    await api.reveals.abandon({ intent })
    onClean()
  })
  const error = again.error ?? clean.error
  return (
    <>
      <ErrorAlert error={error?.code === 'outcome-unknown' ? error : lost}>
        <Button size="xs" loading={again.busy} onClick={() => void again.run()}>
          Ask again
        </Button>
        <Button size="xs" variant="default" loading={clean.busy} onClick={() => void clean.run()}>
          Clean up
        </Button>
      </ErrorAlert>
      {error?.code !== 'outcome-unknown' && <ErrorAlert error={error} />}
    </>
  )
}
