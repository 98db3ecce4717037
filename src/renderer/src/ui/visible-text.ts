import { visibleText } from '../../../shared/domain/visible-text.ts'

export { visibleText }

/** The same, of a text that may have several lines: their breaks stay. */
export const visibleLines = (text: string): string =>
  text
    .split(/\r\n|[\r\n]/)
    .map(visibleText)
    .join('\n')

/** At most `longest` UTF-16 units, cut between characters, with an ellipsis where something was cut. */
export const clampText = (text: string, longest: number): string => {
  if (text.length <= longest) return text
  const cut = text.slice(0, longest)
  // Half of a surrogate pair would be shown as a replacement character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/**
 * Words of a service where there is little room, and no element of their own: a button, a heading, a sentence. Cut
 * before it is looked through too: there is no end to what a service can send.
 */
export const shortText = (text: string, longest: number): string =>
  clampText(visibleText(clampText(text, longest)), longest)

/** The same, never blank: of spaces alone they are seen, and of nothing a dash. */
export const shownText = (text: string, longest: number): string => {
  if (text === '') return '–'
  const short = shortText(text, longest)
  return short.trim() === '' ? short.replaceAll(/\s/g, '\\u0020') : short
}
