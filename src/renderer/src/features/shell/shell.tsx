import type { ReactNode } from 'react'
import { useConnection, useUi } from '../../state/ui.ts'
import { environmentName } from '../../ui/environment.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

type ShellProps = { readonly notices: ReactNode; readonly children: ReactNode }

/** What stays while pages come and go: the band of the environment, navigation, top bar. */
export const Shell = ({ notices, children }: ShellProps) => (
  <div className={classes.shell}>
    <Band />
    <Navigation />
    <TopBar />
    <main className={classes.main}>
      <div className={classes.notices}>{notices}</div>
      <div className={classes.page}>{children}</div>
    </main>
  </div>
)

/** Both environments have one, so that nothing moves when they are switched. */
const Band = () => {
  const environment = useUi(state => state.environment)
  const connection = useConnection(useUi(state => state.connection))
  if (!connection) return null
  return (
    <aside className={classes.band} data-environment={environment}>
      <div role="note" aria-label="Environment in use">
        {environmentName[environment]}
        {' · '}
        <PlainText text={connection.name} longest={60} />
      </div>
    </aside>
  )
}
