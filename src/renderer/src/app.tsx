import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { useDocumentTitle, useHotkeys } from '@mantine/hooks'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { assertNever } from '../../shared/app-error.ts'
import { firstPaint } from './api/index.ts'
import { Dialogs } from './dialogs.tsx'
import { Fault } from './fault.tsx'
import { ProofEnds } from './features/keys/change/proof-ends.tsx'
import { KeysPage } from './features/keys/list/keys-page.tsx'
import { LockPage } from './features/lock/lock-page.tsx'
import { lockNow } from './features/lock-now.ts'
import { AppNotices } from './features/shell/app-notices.tsx'
import { Shell } from './features/shell/shell.tsx'
import { type Page, shownPage, useUi } from './state/ui.ts'
import { ReasonTip } from './ui/reason-tip.tsx'
import { Skeleton } from './ui/skeleton.tsx'
import { cssVariables, theme } from './ui/theme.ts'
import { windowTitle } from './window-title.ts'

const Welcome = lazy(async () => {
  const { WelcomePage } = await import('./features/welcome/welcome-page.tsx')
  const { StartBuiltIn } = await import('./features/connections/start-built-in.tsx')
  return { default: () => <WelcomePage builtIn={<StartBuiltIn />} /> }
})
const Review = lazy(async () => ({
  default: (await import('./features/review/review-page.tsx')).ReviewPage,
}))
const Activity = lazy(async () => ({
  default: (await import('./features/activity/activity-page.tsx')).ActivityPage,
}))
const Connections = lazy(async () => ({
  default: (await import('./features/connections/connections-page.tsx')).ConnectionsPage,
}))
const Settings = lazy(async () => ({
  default: (await import('./features/settings/settings-page.tsx')).SettingsPage,
}))
const Notifications = lazy(async () => ({
  default: (await import('@mantine/notifications')).Notifications,
}))
const Palette = lazy(async () => ({
  default: (await import('./features/shell/palette.tsx')).Palette,
}))
const StillAccepted = lazy(async () => ({
  default: (await import('./features/keys/change/still-accepted.tsx')).StillAccepted,
}))
const Unfinished = lazy(async () => ({
  default: (await import('./features/reveal/unfinished-keys.tsx')).UnfinishedKeys,
}))

type AppProps = { readonly nonce: string }

export const App = ({ nonce }: AppProps) => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    colorSchemeManager={forgetful}
    getStyleNonce={() => nonce}
  >
    <ThemeAndTitle />
    <Window />
  </MantineProvider>
)

const Window = () => {
  const locked = useUi(state => state.lock.locked)
  useHotkeys([['mod+L', lockNow]], [])
  if (locked !== null) return <LockPage cause={locked} />
  return (
    <>
      <Shell notices={<Notices />}>
        <Suspense fallback={<Skeleton />}>
          <Body />
        </Suspense>
        <ReasonTip />
      </Shell>
      <Suspense>
        <Dialogs />
        <ProofEnds />
      </Suspense>
      <AfterRows />
    </>
  )
}

/** What nobody sees before it is called for is loaded when the first rows are painted. */
const AfterRows = () => {
  const [painted, setPainted] = useState(false)
  useEffect(() => {
    void firstPaint.then(() => setPainted(true))
  }, [])
  if (!painted) return null
  return (
    <Suspense>
      <Palette />
      <Notifications position="bottom-right" autoClose={6000} />
    </Suspense>
  )
}

/** The theme is a preference that main keeps; the page's own storage stays empty. */
const forgetful = {
  get: <Scheme,>(standard: Scheme) => standard,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
}

const ThemeAndTitle = () => {
  const chosen = useUi(state => state.theme)
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => setColorScheme(chosen), [chosen, setColorScheme])
  useDocumentTitle(useUi(windowTitle))
  return null
}

const Notices = () => {
  const unfinished = useUi(state => state.unfinished.length > 0)
  const proofs = useUi(state => state.proofs.length > 0)
  return (
    <>
      <AppNotices />
      {proofs && (
        <Suspense>
          <StillAccepted />
        </Suspense>
      )}
      {unfinished && (
        <Suspense>
          <Unfinished />
        </Suspense>
      )}
    </>
  )
}

const Body = (): ReactNode => {
  const page = useUi(shownPage)
  const fault = useUi(state => state.fault)
  const connections = useUi(state => state.connections?.length ?? null)
  if (fault) return <Fault error={fault} />
  if (connections === null) return <Skeleton />
  if (connections === 0 && ['keys', 'systems', 'review'].includes(page)) return <Welcome />
  return <PageOf page={page} />
}

const PageOf = ({ page }: { readonly page: Page }): ReactNode => {
  switch (page) {
    case 'keys':
      return <KeysPage kind="key" />
    case 'systems':
      return <KeysPage kind="system" />
    case 'review':
      return <Review />
    case 'activity':
      return <Activity />
    case 'connections':
      return <Connections />
    case 'settings':
      return <Settings />
    default:
      return assertNever(page)
  }
}
