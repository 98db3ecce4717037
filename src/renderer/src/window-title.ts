import { isOneList, type UiState } from './state/ui.ts'
import { environmentName, environmentOrder } from './ui/environment.ts'
import { shortText } from './ui/visible-text.ts'

/** The environment comes first: a task bar cuts the end off. */
export const windowTitle = ({
  connections,
  connection,
  environment,
  profiles,
}: Pick<UiState, 'connections' | 'connection' | 'environment' | 'profiles'>): string => {
  const shown = connections?.find(({ id }) => id === connection)
  const environments = isOneList({ environment, profiles }) ? environmentOrder : [environment]
  const names = environments.map(one => environmentName[one]).join(' and ')
  return shown ? `${names} – ${shortText(shown.name, 100)} – Claviger` : 'Claviger'
}
