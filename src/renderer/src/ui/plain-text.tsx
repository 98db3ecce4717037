import classes from './plain-text.module.css'
import { clampText, shortText, shownText, visibleLines } from './visible-text.ts'

type PlainTextProps = { readonly text: string; readonly longest?: number }

// What a person may read on hover, and what a page can draw without delay.
const longestTitle = 2000
const longestLines = 10_000

/** Text from outside: isolated from the writing direction around it, nothing in it hidden, more of it on hover. */
export const PlainText = ({ text, longest = 300 }: PlainTextProps) => (
  <bdi title={shortText(text, longestTitle)}>{shownText(text, longest)}</bdi>
)

/** The same with its line breaks. */
export const PlainLines = ({ text }: { readonly text: string }) => (
  <bdi className={classes.lines}>{visibleLines(clampText(text, longestLines))}</bdi>
)

type EndTextProps = { readonly text: string; readonly end: number }

/** The same in one line; where room is short it loses its middle, and keeps its last `end` characters. */
export const EndText = ({ text, end }: EndTextProps) => {
  const visible = shownText(text, longestTitle)
  return (
    <bdi className={classes.line} title={visible}>
      <span className={classes.start}>{visible.slice(0, -end)}</span>
      {visible.slice(-end)}
    </bdi>
  )
}
