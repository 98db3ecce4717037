import { Tabs } from '@mantine/core'
import { isOffered } from '../../../../shared/domain/availability.ts'
import { pageProfile, useScope, useUi } from '../../state/ui.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './activity-page.module.css'
import { LocalLog } from './local-log.tsx'
import { ServiceLog } from './service-log.tsx'

/** The log on this computer and, where the service keeps one, its own. */
export const ActivityPage = () => {
  const scope = useScope()
  const profile = useUi(pageProfile)
  const title = profile?.auditTitle ?? 'Service log'
  if (scope === null || !isOffered('audit', profile)) {
    return (
      <PageFrame title="Activity" note="What happened on this computer, and what syncs noticed">
        <LocalLog />
      </PageFrame>
    )
  }
  return (
    <PageFrame title="Activity">
      <Tabs defaultValue="local" keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="local">On this computer</Tabs.Tab>
          <Tabs.Tab value="service">
            <PlainText text={title} longest={40} />
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="local">
          <LocalLog />
        </Tabs.Panel>
        <Tabs.Panel value="service">
          <ServiceLog key={`${scope.connection} ${scope.environment}`} scope={scope} />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  )
}
