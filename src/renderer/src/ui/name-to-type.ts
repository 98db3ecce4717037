import { escapeOf, visibleText } from '../../../shared/domain/visible-text.ts'

/** Code points of a name that are asked for: nobody types more with care. */
export const longestTyped = 60

/** To be typed where there is no name. */
const noName = 'no name'

// Letters that look like Latin ones (Unicode TR 39, confusables), in Cyrillic, Greek, Armenian and Cherokee.
const lookAlike =
  /[асеорхуіјѕһԁԛԝӏүАВСЕНІЈКМОРЅТХУҮԌԜαινορτυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧոսցօհՏՕԼᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᏔᏃ]/u
const latin = /\p{sc=Latin}/u
// Another form of a Latin letter or digit: full width, mathematical, circled.
const otherForm = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u2102-\u2149\u2460-\u24ff\u{1f100}-\u{1f16f}]/u

const isWord = /[\p{L}\p{M}\p{N}]/u
// A word; or a space that is not the one on the keyboard, or not seen where it stands; or what reads as an escape.
const part = /[\p{L}\p{M}\p{N}]+|(?! )\p{Zs}|^ | $| (?= )|[\uff01-\uff20]|\\(?=u[\da-f{])/gu

/** What could be taken for Latin is escaped where it stands among Latin letters, or where the whole word could be. */
const withoutLookAlikes = (word: string): string => {
  const letters = [...word]
  const poses =
    latin.test(word) || letters.every(letter => /\d/.test(letter) || lookAlike.test(letter))
  return letters
    .map(letter =>
      otherForm.test(letter) || (poses && lookAlike.test(letter)) ? escapeOf(letter) : letter,
    )
    .join('')
}

const start = (name: string): string =>
  [...name.slice(0, longestTyped * 2)].slice(0, longestTyped).join('').normalize('NFC')

/**
 * What is to be typed for `name`: itself, in NFC, its first 60 characters if it is longer, and as an escape each that
 * is not seen or could be taken for another. Of two names that look the same, it tells which one this is.
 */
export const nameToType = (name: string): string =>
  name === ''
    ? noName
    : visibleText(
        start(name).replace(part, found =>
          isWord.test(found) ? withoutLookAlikes(found) : escapeOf(found),
        ),
      )

/** As it is shown, or the name itself for who has such keys or pasted it. */
export const isTyped = (name: string, typed: string): boolean => {
  const given = typed.normalize('NFC')
  return given === nameToType(name) || (name !== '' && given === name.normalize('NFC'))
}

/** Whether only the start of the name is asked for. */
export const isCut = (name: string): boolean =>
  [...name.slice(0, longestTyped * 2 + 1)].length > longestTyped
