import type { Session, WebContents } from 'electron'
import { browser } from './browser.ts'
import type { HostSession } from './session.ts'
import { toStandIn } from './stand-in.ts'

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

// Chromium's name where it is not Electron's.
const chromiumNames = new Map<Permission, readonly string[]>([
  ['clipboard-sanitized-write', ['clipboard-write']],
  ['media', ['camera', 'microphone']],
  ['fullscreen', ['fullscreen']],
  ['keyboardLock', ['keyboard-lock']],
  ['pointerLock', ['pointer-lock']],
  ['midiSysex', ['midi']],
  ['screen-wake-lock', ['wake-lock-screen']],
  ['system-wake-lock', ['wake-lock-system']],
])

// Not `storage-access`: in a real window Chromium never answers when it is set, and it is of use only to frames
// of other sites, which the application has none of.
const asked: readonly Permission[] = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'geolocation',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'media',
  'midi',
  'midiSysex',
  'notifications',
  'payment-handler',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'speaker-selection',
  'system-wake-lock',
  'window-management',
]

/** What both handlers say; without a handler the answer is no, unlike Electron's. */
const isAllowed = (
  permission: Permission,
  origin: string,
  contents: WebContents,
  session: HostSession,
): boolean => {
  const { check, request } = session.permissionHandlers()
  const details = { isMainFrame: true, requestingUrl: `${origin}/`, securityOrigin: `${origin}/` }
  let requested = false
  request?.(
    contents,
    permission,
    granted => {
      requested = granted
    },
    details,
  )
  return requested && check?.(contents, permission, `${origin}/`, details) === true
}

/**
 * Asks the session's handlers about every permission before a page of `origin` loads, since
 * DevTools tells of no single request, and sets Chromium's answers accordingly.
 */
export const applyPermissions = async (
  origin: string,
  contents: WebContents,
  session: HostSession,
): Promise<void> => {
  await Promise.all(
    asked.flatMap(permission => {
      const setting = isAllowed(permission, origin, contents, session) ? 'granted' : 'denied'
      const names = chromiumNames.get(permission) ?? [permission]
      return names.map(async name => {
        const description = { name, sysex: permission === 'midiSysex' }
        await browser()
          .send('Browser.setPermission', {
            permission: description,
            setting,
            origin: toStandIn(origin),
          })
          // A name that this Chromium does not have is a permission that it cannot give.
          .catch(() => undefined)
      })
    }),
  )
}
