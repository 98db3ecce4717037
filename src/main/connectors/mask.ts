// No service shows so much of a key in one piece that others could not be told from it; a whole key has more.
const longestPiece = 32
const longest = 100

/**
 * What a service shows of a key, or null: for none, and for what could be the key itself, which no list may have and
 * nothing here may keep.
 */
export const maskOf = (said: string | null | undefined): string | null => {
  if (!said || said.length > longest) return null
  const pieces = said.split(/[^\w-]+/)
  return pieces.some(piece => piece.length > longestPiece) ? null : said
}
