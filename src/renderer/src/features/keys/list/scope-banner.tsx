import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Environment } from '../../../../../shared/domain/environment.ts'
import { type ScopeStatus, scopeStatus } from '../../../state/scope-status.ts'
import { isOneList, openDialog, pageProfile, useConnection, useUi } from '../../../state/ui.ts'
import { Callout } from '../../../ui/callout.tsx'
import { clockAdvice, clockText } from '../../../ui/clock-text.ts'
import { environmentName, environmentOrder } from '../../../ui/environment.ts'
import { useNow } from '../../../ui/use-now.ts'
import { useRefresh } from '../../use-refresh.ts'
import { bannerWords } from './banner-words.ts'
import classes from './scope-banner.module.css'

/** One for each environment whose keys are in sight. */
export const ScopeBanners = () => {
  const mixed = useUi(isOneList)
  const shown = useUi(state => state.environment)
  const inSight = mixed ? environmentOrder : [shown]
  return (
    <>
      {inSight.map(environment => (
        <ScopeBanner key={environment} {...{ environment, mixed }} />
      ))}
      <ClockNote inSight={inSight} />
    </>
  )
}

/** Said once: the environments of a connection are mostly of one service. */
const ClockNote = ({ inSight }: { readonly inSight: readonly Environment[] }) => {
  const syncs = useUi(state => state.syncs)
  const words = inSight.map(one => clockText(syncs[one]?.clockOffset ?? 0)).find(Boolean)
  if (!words) return null
  return (
    <div className={classes.banner}>
      <Callout tone="warning" role="note">
        {words} {clockAdvice}
      </Callout>
    </div>
  )
}

type ScopeBannerProps = { readonly environment: Environment; readonly mixed: boolean }

const ScopeBanner = ({ environment, mixed }: ScopeBannerProps) => {
  const now = useNow()
  const chosen = useUi(state => state.environment === environment)
  const status = scopeStatus(useUi(state => state.syncs[environment]))
  const profile = useUi(pageProfile)
  const words = bannerWords(status, profile, now)
  if (words === null || isSaidBelow(status, mixed)) return null
  // Who has a credential for one environment only works with that one.
  if (status.kind === 'behind' && status.error.code === 'no-credential' && !chosen) return null
  const name = environmentName[environment]
  const where = mixed && !words.title.includes(name) ? `${name}: ` : ''
  return (
    <div className={classes.banner}>
      <Callout
        tone={status.kind === 'behind' && status.why === 'credential' ? 'danger' : 'warning'}
        role="alert"
        title={`${where}${words.title}`}
        actions={<Remedy status={status} environment={environment} />}
      >
        {words.text}
      </Callout>
    </div>
  )
}

/** Where nothing is cached, a missing permission or plan has the page to itself. */
const isSaidBelow = (status: ScopeStatus, mixed: boolean): boolean =>
  !mixed &&
  status.kind === 'behind' &&
  (status.why === 'permission' || status.why === 'plan') &&
  status.count === 0

type RemedyProps = { readonly status: ScopeStatus; readonly environment: Environment }

const Remedy = ({ status, environment }: RemedyProps): ReactNode => {
  const connection = useConnection(useUi(state => state.connection))
  const refresh = useRefresh()
  if (!connection) return null
  if (status.kind === 'behind' && status.error.code === 'setting-refused') {
    return (
      <Button size="xs" onClick={() => openDialog({ kind: 'edit-connection', connection })}>
        Edit connection
      </Button>
    )
  }
  if (status.kind !== 'behind' || status.why !== 'credential') {
    return (
      <Button
        size="xs"
        variant="default"
        loading={refresh.busy}
        onClick={() => void refresh.run({ connection: connection.id, environment })}
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
