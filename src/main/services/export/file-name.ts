import { visibleText } from '../../../shared/domain/visible-text.ts'

// What a path or a shell would make something of, on any system.
const meaningful = /[\\/:*?"<>|%$`~\p{Cc}]+/gu
const longestName = 50

/**
 * A name for a file that is suggested, from words of which some are somebody else's: always `Claviger …`, so that it is
 * never a device, hidden, or a way up, and never more than a file name.
 */
export const fileName = (words: readonly string[], ending: string): string => {
  const given = words
    .map(word => visibleText(word.slice(0, longestName)).replace(meaningful, ' '))
    .map(word => word.replaceAll(/[\s.]+/g, ' ').trim())
    .filter(word => word !== '')
  return `${['Claviger', ...given].join(' ')}.${ending}`
}
