import { Button } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { Connection, Keeping } from '../../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { openDialog, useConnector, useUi } from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './connections.module.css'
import { StartBuiltIn } from './start-built-in.tsx'

const keepingText = {
  keychain: 'In the keychain',
  memory: 'In memory until Claviger quits',
  none: 'None',
} as const satisfies Record<Keeping, string>

const add = () => openDialog({ kind: 'add-connection' })

export const ConnectionsPage = () => {
  const connections = useUi(state => state.connections) ?? []
  const hasBuiltIn = connections.some(({ builtIn }) => builtIn)
  return (
    <PageFrame
      title="Connections"
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          Add connection
        </Button>
      }
    >
      {connections.length === 0 && (
        <EmptyState
          icon={<IconPlugConnected size={34} stroke={1.4} aria-hidden />}
          title="No connection yet"
          text="Connect to a key service, or start the built-in one."
        >
          <StartBuiltIn variant="default" />
        </EmptyState>
      )}
      <ul className={classes.list} aria-label="Connections">
        {connections.map(connection => (
          <ConnectionCard key={connection.id} connection={connection} />
        ))}
      </ul>
      {connections.length > 0 && !hasBuiltIn && (
        <div className={classes.gap}>
          <StartBuiltIn variant="default" />
        </div>
      )}
    </PageFrame>
  )
}

const ConnectionCard = ({ connection }: { readonly connection: Connection }) => (
  <li className={classes.card}>
    <header>
      <h2>
        <PlainText text={connection.name} longest={80} />
      </h2>
      <span className={classes.end}>
        <Button
          size="xs"
          variant="default"
          onClick={() => openDialog({ kind: 'edit-connection', connection })}
        >
          Edit
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => openDialog({ kind: 'remove-connection', connection })}
        >
          Remove
        </Button>
      </span>
    </header>
    <Kind connection={connection} />
    {environmentOrder.map(environment => (
      <PlaceLine key={environment} {...{ connection, environment }} />
    ))}
  </li>
)

const Kind = ({ connection }: { readonly connection: Connection }) => {
  const { name } = useConnector(connection.connector)
  const { preview, production } = connection.places
  return (
    <p className={classes.kind}>
      {name}
      {preview.url === production.url && ` · ${preview.url}`}
      {connection.builtIn && ' · runs on this computer while Claviger does'}
    </p>
  )
}

type PlaceLineProps = {
  readonly connection: Connection
  readonly environment: Environment
}

const PlaceLine = ({ connection, environment }: PlaceLineProps) => {
  const info = useConnector(connection.connector)
  const verb = connection.credentials[environment] === 'none' ? 'Add' : 'Replace'
  return (
    <div className={classes.place}>
      <span>
        <EnvironmentBadge environment={environment} />
      </span>
      <dl>
        {placeFacts(connection, info, environment).map(({ label, value }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              <PlainText text={value} longest={120} />
            </dd>
          </Fragment>
        ))}
      </dl>
      <span className={classes.end}>
        <Button
          size="xs"
          variant="subtle"
          onClick={() => openDialog({ kind: 'authenticate', connection, environment })}
        >
          {`${verb} ${environmentName[environment]} credential`}
        </Button>
      </span>
    </div>
  )
}

/** What an environment is at the service: its address where the two differ, its settings, and where its credential is. */
const placeFacts = (
  { places, credentials }: Connection,
  { settings }: ConnectorInfo,
  environment: Environment,
) => {
  const place = places[environment]
  const set = settings.map(({ id, label }) => ({ label, value: place.settings[id] ?? 'Not set' }))
  const url = { label: 'URL', value: place.url }
  const credential = { label: 'Credential', value: keepingText[credentials[environment]] }
  return [...(places.preview.url === places.production.url ? [] : [url]), ...set, credential]
}
