import { assertNever } from '../../../shared/app-error.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import type { Words } from './error-text.ts'

type Of<C extends ErrorInfo['code']> = Extract<ErrorInfo, { readonly code: C }>

/** What was asked for is not there any longer. */
export const notFoundText = ({ what }: Of<'not-found'>): Words => {
  switch (what) {
    case 'connection':
      return {
        title: 'The connection is gone',
        text: 'It was removed from this computer. Choose another connection.',
      }
    case 'key':
      return {
        title: 'The key is gone',
        text: 'Somebody else has deleted it. Refresh the list.',
      }
    case 'reveal':
      return {
        title: 'The key cannot be shown again',
        text: 'It was shown or given up already. If nobody has stored it, delete the key and create a new one.',
      }
    case 'intent':
      return {
        title: 'Nothing is left to finish',
        text: 'This key was already finished or cleaned up. Refresh the list.',
      }
    case 'diagnostics':
      return {
        title: 'This text is no longer held',
        text: 'Another was made since. Nothing was written. Close the preview and open it again.',
      }
    default:
      return assertNever(what)
  }
}
