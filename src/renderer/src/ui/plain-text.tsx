import classes from './plain-text.module.css'
import { clampText, visibleLines, visibleText } from './visible-text.ts'

type PlainTextProps = { readonly text: string; readonly longest?: number }

/** Text from outside: isolated from the writing direction around it, nothing in it hidden, whole on hover. */
export const PlainText = ({ text, longest = 300 }: PlainTextProps) => {
  const visible = visibleText(text)
  return <bdi title={visible}>{clampText(visible, longest)}</bdi>
}

/** The same with its line breaks, and whole. */
export const PlainLines = ({ text }: { readonly text: string }) => (
  <bdi className={classes.lines}>{visibleLines(text)}</bdi>
)

type EndTextProps = { readonly text: string; readonly end: number }

/** The same in one line; where room is short it loses its middle, and keeps its last `end` characters. */
export const EndText = ({ text, end }: EndTextProps) => {
  const visible = visibleText(text)
  return (
    <bdi className={classes.line} title={visible}>
      <span className={classes.start}>{visible.slice(0, -end)}</span>
      {visible.slice(-end)}
    </bdi>
  )
}
