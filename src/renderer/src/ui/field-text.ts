import { assertNever } from '../../../shared/app-error.ts'
import { nameLength } from '../../../shared/domain/name.ts'
import type { ErrorInfo, FieldProblem } from '../../../shared/error.ts'

/** One sentence under a field: what to do about `problem`. `longest` is in characters. */
export const fieldText = (problem: FieldProblem, longest: number = nameLength): string => {
  switch (problem) {
    case 'empty':
      return 'Enter a value here.'
    case 'too-long':
      return `Shorten this to at most ${longest} characters.`
    case 'control-character':
      return 'Remove the line break, tab or other control character.'
    case 'direction-override':
      return 'Remove the hidden characters that change the direction of writing.'
    case 'not-a-url':
      return 'Enter a complete address, such as https://keys.example.com.'
    case 'not-https':
      return 'Use an https address; http is only possible on this computer (localhost).'
    case 'has-user-info':
      return 'Remove the user name and password from the address.'
    case 'has-path':
      return 'Remove the path: leave only scheme, host and port.'
    case 'has-query':
      return 'Remove everything from the first “?” or “#” on.'
    case 'not-a-certificate':
      return 'Paste a PEM certificate, from BEGIN CERTIFICATE to END CERTIFICATE.'
    case 'private-key':
      return 'Remove the private key and paste the certificate alone; a private key is never needed here.'
    case 'credential-missing':
      return 'Enter a credential for Preview, for Production or for both.'
    case 'credential-characters':
      return 'Copy the credential again: it holds spaces or characters that no credential has.'
    case 'wrong-kind':
      return 'Enter an administrator’s credential; this is one of another kind.'
    case 'same-in-both':
      return 'Enter another than for Preview: with the same, both environments would show the same keys.'
    case 'same-keys':
      return 'Give each environment an account, a project or a setting of its own: this leads to the same keys in both.'
    case 'taken':
      return 'Choose another name; this one is in use.'
    case 'past':
      return 'Choose a time that is still to come; this one is past.'
    case 'too-far':
      return 'Choose a shorter time; the service does not take one this long.'
    case 'malformed':
      return 'Correct this value; it cannot be read.'
    default:
      return assertNever(problem)
  }
}

/** What a failure says of single fields, as a form takes it: dotted path to sentence. */
export const fieldErrors = (error: ErrorInfo | null): Record<string, string> =>
  error?.code === 'invalid-input'
    ? Object.fromEntries(error.issues.map(({ field, problem }) => [field, fieldText(problem)]))
    : {}
