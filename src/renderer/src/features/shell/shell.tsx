import type { ReactNode } from 'react'
import { isOneList, useConnection, useUi } from '../../state/ui.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
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

/** Both environments have one, so that nothing moves when they are switched; a list of both has both. */
const Band = () => {
  const chosen = useUi(state => state.environment)
  const mixed = useUi(isOneList)
  const connection = useConnection(useUi(state => state.connection))
  if (!connection) return null
  return (
    <aside>
      <div className={classes.band} role="note" aria-label="Environment in use">
        {(mixed ? environmentOrder : [chosen]).map(environment => (
          <span key={environment} data-environment={environment}>
            {environmentName[environment]}
            {' · '}
            <PlainText text={connection.name} longest={60} />
          </span>
        ))}
      </div>
    </aside>
  )
}
