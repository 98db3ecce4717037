import { Button } from '@mantine/core'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { showPage, showScope } from '../../state/ui.ts'
import { KeychainChoice } from './keychain-choice.tsx'

type StartBuiltInProps = { readonly variant?: 'filled' | 'default' }

/** One click to a key service of one's own. */
export const StartBuiltIn = ({ variant = 'filled' }: StartBuiltInProps) => {
  const start = useAction(async (keep: 'keychain' | 'memory') => {
    const connection = await api.connections.startBuiltIn({ keep })
    showScope({ connection: connection.id })
    showPage('keys')
  })
  return (
    <>
      <Button variant={variant} loading={start.busy} onClick={() => void start.run('keychain')}>
        Start the built-in key service
      </Button>
      <KeychainChoice
        error={start.error}
        busy={start.busy}
        onMemory={() => void start.run('memory')}
      />
    </>
  )
}
