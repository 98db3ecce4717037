import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'

const Said = z.object({ code: z.string().catch('') })

const permissions: Readonly<Record<string, string>> = {
  '/api-key/list': 'apiKey:read',
  '/api-key/get': 'apiKey:read',
  '/api-key/create': 'apiKey:create',
  '/api-key/update': 'apiKey:update',
  '/api-key/delete': 'apiKey:delete',
}

/** What the plugin's error codes mean (@better-auth/api-key 1.7.5). */
export const meaningOf = ({
  request: { path },
  status,
  body,
  environment,
}: Refusal): ErrorInfo | null => {
  const organization = {
    ...({ code: 'setting-refused', environment, setting: 'organization', choices: null } as const),
  }
  switch (Said.safeParse(body).data?.code) {
    case 'EXPIRES_IN_IS_TOO_SMALL':
      return { code: 'expiry-refused', cause: 'too-soon', longestSeconds: null }
    case 'EXPIRES_IN_IS_TOO_LARGE':
      return { code: 'expiry-refused', cause: 'too-far', longestSeconds: null }
    case 'KEY_DISABLED_EXPIRATION':
      return { code: 'unsupported', effect: 'expire' }
    case 'INSUFFICIENT_API_KEY_PERMISSIONS':
      return { code: 'forbidden', permission: permissions[path] ?? null, environment: null }
    case 'ORGANIZATION_ID_REQUIRED':
      return { ...organization, cause: 'missing' }
    case 'USER_NOT_MEMBER_OF_ORGANIZATION':
      return { ...organization, cause: 'not-found' }
    case 'ORGANIZATION_PLUGIN_REQUIRED':
      return { ...organization, cause: 'disabled' }
    case 'NO_DEFAULT_API_KEY_CONFIGURATION_FOUND':
      return { ...organization, setting: 'config', cause: 'not-found' }
    case 'KEY_NOT_FOUND':
      return null
    default:
      // What knows none of these paths is no better-auth, or has no API-key plugin.
      return status === 404 ? { code: 'bad-response', reason: 'not-a-key-service' } : null
  }
}
