// England, Scotland and Wales: U+1F3F4, their code in tags, and the tag that ends it. No other text is kept in tags.
const tagged = (code: string): string =>
  String.fromCodePoint(0x1f3f4, ...[...code].map(one => 0xe0000 + one.charCodeAt(0)), 0xe007f)
const flags = ['gbeng', 'gbsct', 'gbwls'].map(tagged).join('|')

const emoji = '\\p{Extended_Pictographic}'
// The scripts of which the two joiners change what is seen are not these.
const joined = `(?![\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Inherited}])[\\p{L}\\p{M}]`

const hidden = [
  // Control, direction and format characters, line separators, and halves of surrogate pairs.
  '[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u00ad\\u034f\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]',
  // Letters and marks that are drawn as nothing: fillers of Hangul, the blank of Braille, inherent vowels, tags.
  '[\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e00ff}]',
  // Variation selectors and joiners where they vary and join nothing.
  '[\\u180b-\\u180d\\u180f\\ufe00-\\ufe0d]',
  `(?<!${emoji})[\\ufe0e\\ufe0f](?!\\u20e3)`,
  '(?<!\\p{sc=Han})[\\u{e0100}-\\u{e01ef}]',
  `(?<!${emoji}|\\p{Emoji_Modifier}|\\ufe0f|${joined})[\\u200c\\u200d]`,
  `[\\u200c\\u200d](?!${emoji}|${joined})`,
  // Marks upon marks upon marks, which cover the lines above.
  '(?<=\\p{Mn}{6})\\p{Mn}',
].join('|')

const keptOrHidden = new RegExp(`(${flags})|${hidden}`, 'gu')

/** How a character is written where it cannot be seen: `\u202e`, and with braces beyond four digits. */
export const escapeOf = (character: string): string => {
  const digits = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`
}

/**
 * `text` with every character that is not seen, or that moves others about, as a visible escape, so that a name cannot
 * pose as another. What letters and emoji need to be drawn stays.
 */
export const visibleText = (text: string): string =>
  text.replace(keptOrHidden, (found, flag: string | undefined) => flag ?? escapeOf(found))
