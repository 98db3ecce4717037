import { Button } from '@mantine/core'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { receiveReveal } from '../../../state/ui.ts'
import { Callout } from '../../../ui/callout.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { lostWords } from './issue-words.ts'
import type { Issue } from './use-issue.ts'

/** What went wrong with a new secret; a lost answer can be asked for again, or cleaned up where that is possible. */
export const IssueTrouble = ({ issue }: { readonly issue: Issue }) => {
  const { error } = issue
  if (error === null) return null
  if (error.code !== 'outcome-unknown') return <ErrorAlert error={error} />
  return <Lost error={error} issue={issue} />
}

type Unknown = Extract<ErrorInfo, { readonly code: 'outcome-unknown' }>

const Lost = ({ error: lost, issue }: { readonly error: Unknown; readonly issue: Issue }) => {
  const { intent } = lost
  const again = useAction(async () => {
    receiveReveal(await api.reveals.recover({ intent }))
    issue.onDone()
  })
  const clean = useAction(async () => {
    await api.reveals.abandon({ intent })
    issue.renew()
  })
  const error = again.error ?? clean.error
  const latest = error?.code === 'outcome-unknown' ? error : lost
  const words = lostWords(issue.kind, latest.repeatable)
  return (
    <>
      <Callout
        tone="danger"
        role="alert"
        title={words.title}
        actions={
          <>
            {latest.repeatable && (
              <Button size="xs" loading={again.busy} onClick={() => void again.run()}>
                Ask again
              </Button>
            )}
            {words.clean && (
              <Button
                size="xs"
                variant="default"
                loading={clean.busy}
                onClick={() => void clean.run()}
              >
                Clean up
              </Button>
            )}
          </>
        }
      >
        {words.text}
      </Callout>
      {error?.code !== 'outcome-unknown' && <ErrorAlert error={error} />}
    </>
  )
}
