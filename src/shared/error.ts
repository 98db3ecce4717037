import { SettingId } from './domain/connector.ts'
import { Environment } from './domain/environment.ts'
import { z } from './zod.ts'

export { AppError, assertNever, infoOf, type Result, unwrap } from './app-error.ts'

export const keychainCauses = [
  'no-service',
  'locked',
  'timeout',
  'crashed',
  'library-missing',
  'refused',
] as const

export const tlsCauses = [
  'expired',
  'not-yet-valid',
  'untrusted',
  'wrong-host',
  'pin-mismatch',
  'key-mismatch',
  'not-tls',
  'other',
] as const

export const proxyCauses = [
  'unreachable',
  'login',
  'refused',
  'unsupported',
  'not-resolved',
] as const

export const fileCauses = [
  'denied',
  'read-only',
  'full',
  'not-a-file',
  'changed',
  'failed',
] as const

export const fieldProblems = [
  'empty',
  'too-long',
  'control-character',
  'direction-override',
  'not-a-url',
  'not-https',
  'has-user-info',
  'has-path',
  'has-query',
  'not-a-certificate',
  'private-key',
  'credential-missing',
  'credential-characters',
  'wrong-kind',
  'same-in-both',
  'same-keys',
  'taken',
  'past',
  'too-far',
  'malformed',
] as const
export type FieldProblem = (typeof fieldProblems)[number]

/** One field that must change: `field` is a dotted path into the input. */
export const Issue = z.object({ field: z.string(), problem: z.enum(fieldProblems) })
export type Issue = Readonly<z.infer<typeof Issue>>

/** Everything that can go wrong and that a person can act on, as data. Its words are made where it is shown. */
export const ErrorInfo = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid-input'), issues: z.array(Issue) }),
  z.object({ code: z.literal('unknown-route') }),
  z.object({ code: z.literal('untrusted-sender') }),
  z.object({
    code: z.literal('not-found'),
    what: z.enum(['connection', 'key', 'reveal', 'intent', 'diagnostics']),
  }),
  z.object({ code: z.literal('unsupported'), effect: z.string() }),
  z.object({ code: z.literal('no-credential'), environment: Environment }),
  z.object({ code: z.literal('unauthorized'), environment: Environment }),
  /** The service knows the credential and says why it will not do: its time is over, or it is no administrator's. */
  z.object({
    code: z.literal('credential-unfit'),
    environment: Environment,
    cause: z.enum(['expired', 'wrong-kind']),
  }),
  /** A setting of the connection does not hold at the service; `choices` are the values that would. */
  z.object({
    code: z.literal('setting-refused'),
    environment: Environment,
    setting: SettingId,
    cause: z.enum(['missing', 'not-found', 'disabled']),
    choices: z.array(z.string()).nullable(),
  }),
  /** `needs` is what this version of Claviger speaks to: "6.0 or later". */
  z.object({
    code: z.literal('unsupported-version'),
    service: z.string(),
    version: z.string().nullable(),
    needs: z.string(),
  }),
  /**
   * The service made the key elsewhere than it was asked to; `got` is null when it only does not show it where it was
   * asked to. `undone`: it was deleted at once, before anybody had its secret; else it is still there, as `key`.
   */
  z.object({
    code: z.literal('misplaced'),
    asked: z.string(),
    got: z.string().nullable(),
    undone: z.boolean(),
    key: z.string().nullable(),
  }),
  /** A key stands in both environments of a connection whose service does not tell them apart: they are the same. */
  z.object({ code: z.literal('same-keys') }),
  /** `permission` is the code that the service names as missing; `environment`, the one the credential may not enter. */
  z.object({
    code: z.literal('forbidden'),
    permission: z.string().nullable(),
    environment: Environment.nullable(),
  }),
  /** Someone else changed the key since it was shown; nothing was overwritten. */
  z.object({ code: z.literal('changed-elsewhere') }),
  z.object({ code: z.literal('name-taken') }),
  /** The service's plan does not include it; nothing was changed. */
  z.object({ code: z.literal('plan-required'), effect: z.string().nullable() }),
  /** What was asked does not fit what the key is now; nothing was changed. */
  z.object({
    code: z.literal('conflict'),
    cause: z.enum(['key-exists', 'no-key', 'key-revoked', 'key-expired']),
  }),
  /** The service takes no such expiry: it is past, nearer than it allows, or further away than `longestSeconds`. */
  z.object({
    code: z.literal('expiry-refused'),
    cause: z.enum(['past', 'too-soon', 'too-far']),
    longestSeconds: z.number().nullable(),
  }),
  /** The service refused the request; `detail` is its own, untrusted, clamped text. */
  z.object({ code: z.literal('refused'), status: z.number().int(), detail: z.string().nullable() }),
  /** Nothing was sent: the host was not reached. */
  z.object({
    code: z.literal('unreachable'),
    cause: z.enum(['dns', 'refused', 'network']),
    host: z.string(),
  }),
  z.object({ code: z.literal('tls'), cause: z.enum(tlsCauses), host: z.string() }),
  /**
   * The proxy that the system names for the host did not let us through, so that nothing was sent to the service. `proxy`
   * is its host and port, never its user; null when which it is was not found out in time.
   */
  z.object({
    code: z.literal('proxy'),
    cause: z.enum(proxyCauses),
    proxy: z.string().nullable(),
    host: z.string(),
  }),
  z.object({ code: z.literal('timeout'), seconds: z.number() }),
  /** The request may have arrived; its answer did not. */
  z.object({ code: z.literal('interrupted') }),
  z.object({ code: z.literal('redirected'), location: z.string().nullable() }),
  z.object({ code: z.literal('rate-limited'), retryAfterMs: z.number().nullable() }),
  z.object({ code: z.literal('service-failed'), status: z.number().int() }),
  z.object({
    code: z.literal('bad-response'),
    reason: z.enum([
      'not-json',
      'web-page',
      'shape',
      'too-large',
      'incomplete',
      'not-a-key-service',
      'time-unit',
    ]),
  }),
  /** A create was sent and its answer lost. Not `repeatable`: asking again could make a second key. */
  z.object({ code: z.literal('outcome-unknown'), intent: z.string(), repeatable: z.boolean() }),
  z.object({ code: z.literal('keychain'), cause: z.enum(keychainCauses) }),
  z.object({ code: z.literal('store'), cause: z.enum(['newer', 'read-only', 'full', 'failed']) }),
  /** A file that a person chose to write could not be written; what was there before is kept. */
  z.object({ code: z.literal('file'), cause: z.enum(fileCauses) }),
  z.object({ code: z.literal('clipboard') }),
  /** A new secret is not as its service made it: it was cut off or changed on its way. It was not handed out. */
  z.object({ code: z.literal('secret-damaged') }),
  /** What is on the clipboard is no text that could be a key. */
  z.object({ code: z.literal('no-key-on-clipboard') }),
  /** It is another than the one that was to end, or cannot be told to be that one. Nothing was sent. */
  z.object({ code: z.literal('other-key-on-clipboard') }),
  /** No answer said whether the service takes it. It was asked before the change, which was not sent. */
  z.object({ code: z.literal('key-not-checked') }),
  z.object({ code: z.literal('built-in-service'), cause: z.enum(['start', 'stopped']) }),
  z.object({ code: z.literal('cancelled') }),
  /** Claviger is locked: nothing was done. */
  z.object({ code: z.literal('locked') }),
  /** The window asks for more at once than a person could; nothing was done. */
  z.object({ code: z.literal('busy') }),
  z.object({ code: z.literal('internal'), incident: z.string() }),
])
export type ErrorInfo = Readonly<z.infer<typeof ErrorInfo>>
