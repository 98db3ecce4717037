import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { openDialog, useUi } from '../../state/ui.ts'
import { CredentialSource } from '../credential-source.tsx'
import classes from './welcome-page.module.css'

/** The first start: the ways to a key service. */
export const WelcomePage = ({ builtIn }: { readonly builtIn: ReactNode }) => (
  <section className={classes.page} aria-labelledby="welcome">
    <h1 className={classes.title} id="welcome">
      Welcome to Claviger
    </h1>
    <p className={classes.lead}>
      Create, find, suspend and delete the API keys of your key services, in Preview and in
      Production. Credentials stay in this computer’s keychain.
    </p>
    <div className={classes.choice}>
      <div>
        <h2>No key service yet</h2>
        <p>Claviger brings one. It runs on this computer, and stops when Claviger quits.</p>
      </div>
      {builtIn}
    </div>
    <h2 className={classes.heading} id="services">
      You have a key service
    </h2>
    <p className={classes.text}>
      You need an administrator’s credential for Preview, for Production or for both; of a service
      that somebody runs for you, its address too.
    </p>
    <ul className={classes.list} aria-labelledby="services">
      <Services />
    </ul>
  </section>
)

const Services = () =>
  useUi(state => state.connectors).map(info => <Service key={info.id} info={info} />)

const Service = ({ info }: { readonly info: ConnectorInfo }) => (
  <li className={classes.service}>
    <h3>{info.name}</h3>
    <CredentialSource info={info} />
    <Button
      variant="default"
      size="xs"
      aria-label={`Connect to ${info.name}`}
      onClick={() => openDialog({ kind: 'add-connection', connector: info.id })}
    >
      Connect
    </Button>
  </li>
)
