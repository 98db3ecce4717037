import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { type ScopeStatus, scopeStatus } from '../../state/scope-status.ts'
import { openDialog, useConnection, useScope, useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { environmentName } from '../../ui/environment.ts'
import { useNow } from '../../ui/use-now.ts'
import { useRefresh } from '../use-refresh.ts'
import { bannerWords } from './banner-words.ts'
import classes from './scope-banner.module.css'

export const ScopeBanner = () => {
  const now = useNow()
  const status = scopeStatus(useUi(state => state.sync))
  const words = bannerWords(status, now)
  if (words === null) return null
  return (
    <div className={classes.banner}>
      <Callout
        tone={status.kind === 'behind' && status.why === 'credential' ? 'danger' : 'warning'}
        role="alert"
        title={words.title}
        actions={<Remedy status={status} />}
      >
        {words.text}
      </Callout>
    </div>
  )
}

const Remedy = ({ status }: { readonly status: ScopeStatus }): ReactNode => {
  const scope = useScope()
  const connection = useConnection(scope?.connection ?? null)
  const refresh = useRefresh()
  if (!scope || !connection) return null
  const { environment } = scope
  if (status.kind !== 'behind' || status.why !== 'credential') {
    return (
      <Button
        size="xs"
        variant="default"
        loading={refresh.busy}
        onClick={() => void refresh.run(scope)}
      >
        Retry
      </Button>
    )
  }
  return (
    <Button size="xs" onClick={() => openDialog({ kind: 'authenticate', connection, environment })}>
      {status.error.code === 'no-credential'
        ? `Add ${environmentName[environment]} credential`
        : 'Replace credential'}
    </Button>
  )
}
