// Not the two that join letters and emoji (\u200c, \u200d): those change what is seen.
const hidden =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu

/** `text` with control, direction and other unseen characters as visible escapes, so that a name cannot pose as another. */
export const visibleText = (text: string): string =>
  text.replace(hidden, character => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })

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

/** Words of a service where there is little room, and no element of their own: a button, a heading, a sentence. */
export const shortText = (text: string, longest: number): string =>
  clampText(visibleText(text), longest)
