import { Button } from '@mantine/core'
import { IconPlugConnected, IconServer } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { openDialog } from '../../state/ui.ts'
import classes from './welcome-page.module.css'

/** The first start: two ways to a key service. */
export const WelcomePage = ({ builtIn }: { readonly builtIn: ReactNode }) => (
  <section className={classes.page} aria-labelledby="welcome">
    <h1 className={classes.title} id="welcome">
      Welcome to Claviger
    </h1>
    <p className={classes.lead}>
      Create, find, suspend and delete the API keys of your key services, in Preview and in
      Production. Credentials stay in this computer’s keychain.
    </p>
    <div className={classes.choices}>
      <div className={classes.choice}>
        <IconServer size={28} stroke={1.5} aria-hidden />
        <h2>No key service yet</h2>
        <p>Claviger brings one. It runs on this computer, and stops when Claviger quits.</p>
        {builtIn}
      </div>
      <div className={classes.choice}>
        <IconPlugConnected size={28} stroke={1.5} aria-hidden />
        <h2>You have a key service</h2>
        <p>
          You need its address and an administrator’s credential for Preview, Production or both.
        </p>
        <Button variant="default" onClick={() => openDialog({ kind: 'add-connection' })}>
          Connect to a key service
        </Button>
      </div>
    </div>
  </section>
)
