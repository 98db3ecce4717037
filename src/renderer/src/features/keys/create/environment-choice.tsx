import type { Environment } from '../../../../../shared/domain/environment.ts'
import type { Scope } from '../../../../../shared/domain/key.ts'
import { useConnection } from '../../../state/ui.ts'
import { Choice } from '../../../ui/choice.tsx'
import { environmentName, environmentOrder } from '../../../ui/environment.ts'

type EnvironmentChoiceProps = {
  readonly scope: Scope
  readonly disabled: boolean
  readonly onChoose: (environment: Environment) => void
}

const options = environmentOrder.map(value => ({ value, label: environmentName[value] }))

/** Where a new key is valid; it cannot be changed later. */
export const EnvironmentChoice = ({ scope, disabled, onChoose }: EnvironmentChoiceProps) => {
  const connection = useConnection(scope.connection)
  const missing = connection?.credentials[scope.environment] === 'none'
  return (
    <Choice
      label="Environment"
      description="It cannot be changed later."
      value={scope.environment}
      options={options}
      disabled={disabled}
      error={
        missing
          ? `There is no ${environmentName[scope.environment]} credential. Add one on the Connections page.`
          : null
      }
      onChoose={onChoose}
    />
  )
}
