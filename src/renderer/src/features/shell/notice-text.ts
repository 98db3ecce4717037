import { assertNever } from '../../../../shared/app-error.ts'
import type { Notice } from '../../../../shared/domain/notice.ts'
import type { Words } from '../../ui/error-text.ts'

/** What happened to the data on this computer, and what to do. */
export const noticeText = (notice: Notice): Words => {
  switch (notice.kind) {
    case 'store-newer':
      return {
        title: 'This data comes from a newer Claviger',
        text: `It has version ${notice.version} and is opened for reading only. Install the newer Claviger to make changes.`,
      }
    case 'store-damaged':
      return {
        title: 'The data on this computer was damaged',
        text: `The damaged file was set aside as ${notice.setAside}. ${
          notice.connectionsKept
            ? 'Your connections were kept, and the lists are read again from the services.'
            : 'Your connections could not be saved: add them again. No key at a service was changed.'
        }`,
      }
    case 'store-read-only':
      return {
        title: 'The data on this computer cannot be written',
        text: 'Keys can be read but not changed. Give your account the right to write to the data folder and restart Claviger.',
      }
    case 'preferences-reset':
      return {
        title: 'Preferences were reset',
        text: 'Their file could not be read. Theme and window size are the standard ones again; nothing else is affected.',
      }
    default:
      return assertNever(notice)
  }
}
