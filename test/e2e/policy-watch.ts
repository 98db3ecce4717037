import type { Page } from '@playwright/test'

/** What the page does against its policy, from its start on: as Chromium itself tells it, which no script can keep it from. */
export const watchPolicy = async (page: Page): Promise<() => readonly string[]> => {
  const session = await page.context().newCDPSession(page)
  const seen: string[] = []
  session.on('Audits.issueAdded', ({ issue }) => {
    const found = issue.details.contentSecurityPolicyIssueDetails
    if (!found) return
    const { violatedDirective, blockedURL = '', sourceCodeLocation: at } = found
    seen.push(`${violatedDirective} ${blockedURL} ${at ? `${at.url}:${at.lineNumber}` : ''}`.trim())
  })
  await session.send('Audits.enable')
  return () => seen
}
