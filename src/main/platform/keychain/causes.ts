import type { KeychainCause } from './protocol.ts'

// Neither libsecret nor keytar gives a code: these are the words of GDBus, gnome-keyring and macOS.
const known: readonly (readonly [RegExp, KeychainCause])[] = [
  [/locked|dismissed|user interaction is not allowed|user canceled/i, 'locked'],
  [/autolaunch|could not connect|not provided by any|does not exist at path/i, 'no-service'],
  [/recipient disconnected|connection is closed/i, 'crashed'],
  [/timeout was reached/i, 'timeout'],
]

/** The cause of an error by its English message; what is unknown counts as the keychain's refusal. */
export const causeOf = (message: string): KeychainCause =>
  known.find(([words]) => words.test(message))?.[1] ?? 'refused'
