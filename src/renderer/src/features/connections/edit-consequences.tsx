import type { Connection } from '../../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { Callout } from '../../ui/callout.tsx'
import type { ConnectionForm } from './connection-form.ts'
import classes from './connections.module.css'
import { consequencesOf } from './edit-words.ts'

type EditConsequencesProps = {
  readonly connection: Connection
  readonly form: ConnectionForm
  readonly info: ConnectorInfo
}

/** What is forgotten when the form is saved as it stands, said before it is. */
export const EditConsequences = ({ connection, form, info }: EditConsequencesProps) => {
  const sentences = consequencesOf(connection, form, info)
  if (sentences.length === 0) return null
  return (
    <Callout tone="warning" role="note" title="What is forgotten on saving">
      {sentences.map(sentence => (
        <p key={sentence} className={classes.consequence}>
          {sentence}
        </p>
      ))}
    </Callout>
  )
}
