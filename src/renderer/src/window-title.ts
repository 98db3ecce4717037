import type { UiState } from './state/ui.ts'
import { environmentName } from './ui/environment.ts'

/** The environment comes first: a task bar cuts the end off. */
export const windowTitle = ({
  connections,
  connection,
  environment,
}: Pick<UiState, 'connections' | 'connection' | 'environment'>): string => {
  const shown = connections?.find(({ id }) => id === connection)
  return shown ? `${environmentName[environment]} – ${shown.name} – Claviger` : 'Claviger'
}
