import type { Setting } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { environmentName } from '../../ui/environment.ts'

/** "Preview project (optional)": the field of a setting in an environment. */
export const settingLabel = (
  environment: Environment,
  { label, required }: Pick<Setting, 'label' | 'required'>,
): string => `${environmentName[environment]} ${inSentence(label)}${required ? '' : ' (optional)'}`

/** "Environment" becomes "environment"; "API ID" stays. */
const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
