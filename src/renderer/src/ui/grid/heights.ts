/** Of a row and of the headings in px, as in the style sheet. */
export const rowHeight = 40
export const headHeight = 34
