import { clampText, visibleText } from './visible-text.ts'

type PlainTextProps = { readonly text: string; readonly longest?: number }

/** Text from outside: isolated from the writing direction around it, nothing in it hidden, whole on hover. */
export const PlainText = ({ text, longest = 300 }: PlainTextProps) => {
  const visible = visibleText(text)
  return <bdi title={visible}>{clampText(visible, longest)}</bdi>
}
