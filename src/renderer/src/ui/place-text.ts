import type { ErrorInfo } from '../../../shared/error.ts'
import { environmentName } from './environment.ts'
import type { Words } from './error-text.ts'
import { shortText } from './visible-text.ts'

type Of<C extends ErrorInfo['code']> = Extract<ErrorInfo, { readonly code: C }>

/** Why a credential will not do. */
export const unfitText = ({ environment, cause }: Of<'credential-unfit'>): Words => {
  const name = environmentName[environment]
  return cause === 'expired'
    ? {
        title: `${name} credential expired`,
        text: `The service knows the ${name} credential, but its time is over. Nothing was changed. Make a new one and replace it.`,
      }
    : {
        title: `${name} credential of the wrong kind`,
        text: `The ${name} credential is an ordinary key, which may be used but may not manage others. Nothing was changed. Replace it by an administrator’s.`,
      }
}

/** The service's values are a quotation: they may say anything. */
export const settingText = ({
  environment,
  setting,
  cause,
  choices,
}: Of<'setting-refused'>): Words => ({
  title: `A ${environmentName[environment]} setting does not fit`,
  text: `${settingCause[cause](`“${setting}”`, environmentName[environment])} Nothing was changed. ${choicesText(choices) ?? 'Edit the connection.'}`,
})

const settingCause = {
  missing: (setting: string, name: string) => `The service needs ${setting} for ${name}.`,
  'not-found': (setting: string, name: string) =>
    `The service does not have the ${setting} that is set for ${name}.`,
  disabled: (setting: string, name: string) =>
    `The ${setting} that is set for ${name} is disabled at the service.`,
} as const satisfies Record<Of<'setting-refused'>['cause'], (...of: string[]) => string>

/** What may be chosen instead, a few of many. Null when the service does not say. */
export const choicesText = (choices: readonly string[] | null): string | null => {
  if (choices === null || choices.length === 0) return null
  const shown = choices.slice(0, 8).map(choice => shortText(choice, 60))
  return `Choose one of: ${shown.join(', ')}${
    choices.length > shown.length ? ` and ${choices.length - shown.length} more` : ''
  }.`
}

export const misplacedText = ({ asked, got, undone }: Of<'misplaced'>): Words =>
  got === null ? unseenText(asked, undone) : elsewhereText(asked, got, undone)

const unseenText = (asked: string, undone: boolean): Words => ({
  title: 'The new key was not found',
  text: `The service says that it made a key in ${shortText(asked, 60)}, but does not show it there. ${
    undone
      ? 'To be safe, it was deleted at once; nobody had its secret. Create it again.'
      : 'Nobody has its secret, and whether it could be deleted is not known: look for it at the service and delete it there.'
  }`,
})

const elsewhereText = (asked: string, got: string, undone: boolean): Words => ({
  title: 'Made in the wrong place',
  text: `The service was asked for a key in ${shortText(asked, 60)} and made one in ${shortText(got, 60)}. ${
    undone
      ? 'It was deleted there at once; nobody had its secret. Correct the connection’s settings before you create another.'
      : 'It is still there and nobody has its secret: delete it at the service, and correct the connection’s settings.'
  }`,
})
