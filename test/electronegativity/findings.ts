/** What electronegativity found in one folder; `unread` are files that it could not parse, and so says nothing of. */
export type Scan = {
  readonly checks: number
  readonly unread: readonly string[]
  readonly findings: readonly Finding[]
}
export type Finding = { readonly id: string; readonly file: string; readonly line: number }

/** What it finds and is not amiss, by its own names, and why. One that is found no longer is to be taken out. */
export const accepted: Readonly<Record<string, string>> = {
  CSP_GLOBAL_CHECK:
    'It looks for the policy in the HTML. Ours is a header of every answer, with a nonce (test/main/platform/page.test.ts).',
  PRELOAD_JS_CHECK:
    'It asks that somebody read the preload. It has one channel each way (test/main/platform/ipc-transport.test.ts).',
}

/** What of a scan nobody has accepted, and what of the accepted it no longer has. */
export const judgeScan = ({ findings, unread }: Scan) => ({
  new: findings.filter(({ id }) => !(id in accepted)),
  stale: Object.keys(accepted).filter(id => !findings.some(finding => finding.id === id)),
  unread,
})
