import { useState } from 'react'
import { useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { noticeText } from './notice-text.ts'

/** What the user must know of this computer, until dismissed. */
export const AppNotices = () => {
  const notices = useUi(state => state.info?.notices) ?? []
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  return notices
    .filter(({ kind }) => !dismissed.includes(kind))
    .map(notice => {
      const { title, text } = noticeText(notice)
      return (
        <Callout
          key={notice.kind}
          {...{ tone: 'warning', role: 'region', title }}
          onDismiss={() => setDismissed([...dismissed, notice.kind])}
        >
          {text}
        </Callout>
      )
    })
}
