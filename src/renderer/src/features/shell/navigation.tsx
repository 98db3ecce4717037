import {
  IconHistory,
  IconKey,
  IconListSearch,
  IconPlugConnected,
  IconServer,
  IconSettings,
} from '@tabler/icons-react'
import { hasKind, type Page, pageProfile, shownPage, showPage, useUi } from '../../state/ui.ts'
import classes from './shell.module.css'

const pages = [
  { page: 'keys', label: 'Keys', Icon: IconKey },
  { page: 'systems', label: 'Systems', Icon: IconServer },
  { page: 'review', label: 'Review', Icon: IconListSearch },
  { page: 'activity', label: 'Activity', Icon: IconHistory },
  { page: 'connections', label: 'Connections', Icon: IconPlugConnected },
  { page: 'settings', label: 'Settings', Icon: IconSettings },
] as const satisfies readonly { readonly page: Page; readonly label: string; Icon: unknown }[]

/** Every page there is for the chosen service. */
export const usePages = () => {
  const profile = useUi(pageProfile)
  return pages.filter(
    ({ page }) =>
      (page !== 'keys' || hasKind('key', profile)) &&
      (page !== 'systems' || hasKind('system', profile)),
  )
}

export const Navigation = () => {
  const shown = useUi(shownPage)
  const offered = usePages()
  return (
    <nav className={classes.side} aria-label="Main">
      <div className={classes.brand}>
        <IconKey size={18} stroke={2.2} aria-hidden />
        Claviger
      </div>
      {offered.map(({ page, label, Icon }) => (
        <button
          key={page}
          type="button"
          className={classes.link}
          aria-current={page === shown ? 'page' : undefined}
          onClick={() => showPage(page)}
        >
          <Icon size={17} stroke={1.8} aria-hidden />
          {label}
        </button>
      ))}
    </nav>
  )
}
