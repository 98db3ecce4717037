import { assertNever } from '../../../shared/app-error.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import { countOf } from './count.ts'
import { environmentName } from './environment.ts'
import { keychainText, storeText, tlsText, unreachableText } from './fault-text.ts'
import { fieldText } from './field-text.ts'
import { notFoundText } from './gone-text.ts'
import { damagedText, fileText, proxyText } from './machine-text.ts'
import { misplacedText, settingText, unfitText } from './place-text.ts'
import { plainError } from './plain-error.ts'
import { spanText } from './time.ts'
import { shortText } from './visible-text.ts'

export type Words = { readonly title: string; readonly text: string }

type Code = ErrorInfo['code']
type Of<C extends Code> = Extract<ErrorInfo, { readonly code: C }>

/** What happened, whether anything changed, and what to do. */
export const errorText = (error: ErrorInfo): Words =>
  // The compiler does not see that the row and the error have the same code.
  (texts[error.code] as (error: ErrorInfo) => Words)(plainError(error))

const texts: { readonly [C in Code]: (error: Of<C>) => Words } = {
  'invalid-input': error => invalidText(error),
  'unknown-route': () => ({
    title: 'This window is out of date',
    text: 'Nothing was changed. Quit Claviger and start it again.',
  }),
  'untrusted-sender': () => ({
    title: 'The request was blocked',
    text: 'It did not come from Claviger’s own window. Nothing was changed. Restart Claviger.',
  }),
  'not-found': error => notFoundText(error),
  unsupported: ({ effect }) => ({
    title: 'The service cannot do this',
    text: `It does not offer “${effect}”. Nothing was changed.`,
  }),
  'no-credential': ({ environment }) => ({
    title: `No ${environmentName[environment]} credential`,
    text: `Add a credential for ${environmentName[environment]} to go on. Nothing was sent.`,
  }),
  unauthorized: ({ environment }) => ({
    title: `${environmentName[environment]} credential refused`,
    text: `The service does not accept the ${environmentName[environment]} credential: it is wrong, expired or revoked. Nothing was changed. Replace it.`,
  }),
  'credential-unfit': error => unfitText(error),
  'setting-refused': error => settingText(error),
  'unsupported-version': ({ service, version, needs }) => ({
    title: 'Version not supported',
    text: `${shortText(service, 60)} ${version === null ? 'of an unknown version' : shortText(version, 24)} answers there, and Claviger needs ${needs}. Nothing was changed. Have the service upgraded, or connect to another.`,
  }),
  misplaced: error => misplacedText(error),
  'same-keys': () => ({
    title: 'Preview and Production have a key in common',
    text: 'So they lead to the same keys, and what is done to one is done to the other. Nothing was changed. Edit the connection, or replace a credential, so that each environment has keys of its own.',
  }),
  forbidden: error => forbiddenText(error),
  'changed-elsewhere': () => ({
    title: 'Changed elsewhere',
    text: 'Somebody changed this key after it was shown to you. Nothing was overwritten. Look at the newest version and decide again.',
  }),
  'name-taken': () => ({
    title: 'Name in use',
    text: 'The service takes each name once, and it has this one already. Nothing was changed. Choose another name.',
  }),
  'plan-required': () => ({
    title: 'Upgrade required',
    text: 'The service’s plan does not include this. Nothing was changed. Ask whoever manages the plan to upgrade it.',
  }),
  conflict: ({ cause }) => conflictText(cause),
  'expiry-refused': error => expiryText(error),
  refused: ({ status }) => ({
    title: 'The service refused',
    text: `It answered with status ${status} and changed nothing. Correct what it names and try again.`,
  }),
  unreachable: ({ cause, host }) => unreachableText(cause, host),
  tls: ({ cause, host }) => tlsText(cause, host),
  proxy: error => proxyText(error),
  timeout: ({ seconds }) => ({
    title: 'The service did not answer in time',
    text: `It took longer than ${seconds} seconds. A change may still have arrived: refresh the list before you try again.`,
  }),
  interrupted: () => ({
    title: 'The connection broke off',
    text: 'The request may have arrived although its answer did not. Refresh the list before you try again.',
  }),
  redirected: error => redirectedText(error),
  'rate-limited': error => rateText(error),
  'service-failed': ({ status }) => ({
    title: 'The service has a fault',
    text: `It answered with status ${status}. Refresh the list to see whether the change was made, then try again later.`,
  }),
  'bad-response': error => badResponseText(error),
  'outcome-unknown': ({ repeatable }) => ({
    title: 'The secret may have been made',
    text: repeatable
      ? 'The service’s answer was lost. Ask again to get the same secret: no second one is made.'
      : 'The service’s answer was lost. Asking again, or as somebody else, could make another. Look for the key at the service: if nobody has its secret, delete or replace it there.',
  }),
  keychain: ({ cause }) => keychainText(cause),
  store: ({ cause }) => storeText(cause),
  file: ({ cause }) => fileText(cause),
  clipboard: () => ({
    title: 'Copying failed',
    text: 'The clipboard did not take the key. Nothing was lost. Close other programs that use the clipboard, then copy again.',
  }),
  'secret-damaged': () => damagedText,
  'no-key-on-clipboard': () => ({
    title: 'No key on the clipboard',
    text: 'What was copied last is no text that could be a key. Nothing was sent. Copy the key and check again.',
  }),
  'other-key-on-clipboard': () => ({
    title: 'Another key is on the clipboard',
    text: 'The service does not take what is on the clipboard for this key. Nothing was changed. Copy this key, or go on without it.',
  }),
  'key-not-checked': () => ({
    title: 'The key on the clipboard was not checked',
    text: 'The service gave no answer that says whether it takes it. Nothing was changed. Go on without it, or try again.',
  }),
  'built-in-service': ({ cause }) => builtInText(cause),
  cancelled: () => ({
    title: 'Cancelled',
    text: 'The work was stopped before it was finished. Start it again.',
  }),
  locked: () => ({
    title: 'Claviger is locked',
    text: 'Nothing was done. Unlock it and try again.',
  }),
  busy: () => ({
    title: 'Too much at once',
    text: 'The window asked for more than Claviger does at the same time. Nothing was done. Wait a moment and try again.',
  }),
  internal: ({ incident }) => ({
    title: 'A fault in Claviger',
    text: `It is not known whether the change was made: refresh the list. Report this with the number ${incident}.`,
  }),
}

const builtInText = (cause: Of<'built-in-service'>['cause']): Words => {
  switch (cause) {
    case 'start':
      return {
        title: 'The built-in key service did not start',
        text: 'Nothing was set up. Restart Claviger and try again.',
      }
    case 'stopped':
      return {
        title: 'The built-in key service stopped',
        text: 'Its keys cannot be reached until it runs again. Restart Claviger.',
      }
    default:
      return assertNever(cause)
  }
}

const invalidText = ({ issues }: Of<'invalid-input'>): Words => ({
  title: 'Check what you entered',
  text: `Nothing was sent. ${issues[0] ? fieldText(issues[0].problem) : 'Correct the marked fields.'}`,
})

const forbiddenText = ({ permission, environment }: Of<'forbidden'>): Words => {
  const missing = permission ? ` the permission ${permission}` : ' the permission for this'
  const where = environment ? ` in ${environmentName[environment]}` : ''
  return {
    title: `Not permitted${where}`,
    text: `This credential lacks${missing}${where}. Nothing was changed. Ask an administrator of the service, or use another credential.`,
  }
}

const conflictText = (cause: Of<'conflict'>['cause']): Words => {
  switch (cause) {
    case 'key-exists':
      return {
        title: 'The system has a key already',
        text: 'An API key has already been generated for this system. Nothing was changed. To create a new key, revoke the existing one first.',
      }
    case 'no-key':
      return {
        title: 'The system has no key',
        text: 'No API key has been generated for this system yet, or somebody has revoked it. Nothing was changed. Generate one first.',
      }
    case 'key-revoked':
      return {
        title: 'The key is revoked',
        text: 'A revoked key cannot be used again. Nothing was changed. Create a new key instead.',
      }
    case 'key-expired':
      return {
        title: 'The key has expired',
        text: 'Nothing was changed. Set a later expiry first, or create a new key.',
      }
    default:
      return assertNever(cause)
  }
}

const expiryText = ({ cause, longestSeconds }: Of<'expiry-refused'>): Words => {
  switch (cause) {
    case 'past':
      return {
        title: 'The expiry is in the past',
        text: 'A key cannot expire before now. Nothing was changed. Choose a later time.',
      }
    case 'too-soon':
      return {
        title: 'The expiry is too near',
        text: 'The service wants its keys to live longer. Nothing was changed. Choose a later time.',
      }
    case 'too-far':
      return {
        title: 'The expiry is too far away',
        text: `The service allows ${
          longestSeconds === null ? 'less' : `at most ${spanText(longestSeconds)}`
        }. Nothing was changed. Choose an earlier time.`,
      }
    default:
      return assertNever(cause)
  }
}

const redirectedText = ({ location }: Of<'redirected'>): Words => ({
  title: 'The service sent us elsewhere',
  text: `Claviger follows no redirects, so that no credential goes astray. ${
    location ? `If ${location} is right, enter it as the address` : 'Correct the address'
  } of the connection.`,
})

const waitText = (ms: number): string => {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds <= 120
    ? countOf(seconds, 'second')
    : `about ${countOf(Math.ceil(seconds / 60), 'minute')}`
}

const rateText = ({ retryAfterMs }: Of<'rate-limited'>): Words => ({
  title: 'Too many requests',
  // As long as the words stand there, they are true: "in 5 minutes" would not be.
  text: `The service asks to wait ${retryAfterMs === null ? 'a while' : waitText(retryAfterMs)}. Nothing was changed. Try again after that.`,
})

const badResponseText = ({ reason }: Of<'bad-response'>): Words => {
  const title = 'Not an answer of a key service'
  switch (reason) {
    case 'not-json':
      return { title, text: 'The answer is not JSON. Check the address of the connection.' }
    case 'web-page':
      return {
        title,
        text: 'A web page came instead: the service is behind a login page, the network wants a sign-in, or the address is a page for people. Check the address of the connection.',
      }
    case 'shape':
      return {
        title,
        text: 'The answer has an unknown form. The service may be newer than Claviger; update Claviger.',
      }
    case 'too-large':
      return {
        title,
        text: 'The answer is too large and was not read. Tell the service’s operator.',
      }
    case 'incomplete':
      return {
        title,
        text: 'The answer was cut off, so the list that was known before is kept. Refresh to try again.',
      }
    case 'not-a-key-service':
      return {
        title,
        text: 'Something else answers at this address. Check host and port of the connection.',
      }
    case 'time-unit':
      return {
        title,
        text: 'A time in the answer is in another unit than services of this kind have, so that no date could be trusted. Nothing was changed. Check the kind of service and its address; it may also be newer than Claviger.',
      }
    default:
      return assertNever(reason)
  }
}
