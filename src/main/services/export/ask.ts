import { AppError } from '../../../shared/error.ts'
import type { ChooseFile } from '../ports.ts'

/**
 * One dialog at a time: whoever asks for a second is no person. A dialog that is answered when Claviger has been locked
 * meanwhile is answered by somebody else: nothing is written.
 */
export const whileUnlocked = (chooseFile: ChooseFile, isLocked: () => boolean): ChooseFile => {
  let asking = false
  return async wish => {
    if (asking) throw new AppError({ code: 'busy' })
    asking = true
    try {
      const file = await chooseFile(wish)
      if (isLocked()) throw new AppError({ code: 'locked' })
      return file
    } finally {
      asking = false
    }
  }
}
