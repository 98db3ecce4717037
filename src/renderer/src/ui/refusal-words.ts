import { permissionSentence } from '../../../shared/domain/availability.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import { errorText, type Words } from './error-text.ts'
import { planText } from './plan-text.ts'
import { shortText } from './visible-text.ts'

/** Why a list was not read. A missing permission and a plan have words of the service's own. */
export const refusalWords = (error: ErrorInfo, profile: Profile | null): Words => {
  if (error.code === 'plan-required') return planText(profile)
  const plain = errorText(error)
  if (error.code !== 'forbidden' || error.permission === null) return plain
  const own = permissionSentence(error.permission, profile)
  if (own === null) return plain
  const code = own.includes(error.permission)
    ? ''
    : ` The permission’s code is ${shortText(error.permission, 60)}.`
  return { title: plain.title, text: `${shortText(own, 300)}${code}` }
}
