import {
  IconHistory,
  IconKey,
  IconListSearch,
  IconPlugConnected,
  IconSettings,
} from '@tabler/icons-react'
import { type Page, showPage, useUi } from '../../state/ui.ts'
import classes from './shell.module.css'

export const pages = [
  { page: 'keys', label: 'Keys', Icon: IconKey },
  { page: 'review', label: 'Review', Icon: IconListSearch },
  { page: 'activity', label: 'Activity', Icon: IconHistory },
  { page: 'connections', label: 'Connections', Icon: IconPlugConnected },
  { page: 'settings', label: 'Settings', Icon: IconSettings },
] as const satisfies readonly { readonly page: Page; readonly label: string; Icon: unknown }[]

export const Navigation = () => {
  const shown = useUi(state => state.page)
  return (
    <nav className={classes.side} aria-label="Main">
      <div className={classes.brand}>
        <IconKey size={18} stroke={2.2} aria-hidden />
        Claviger
      </div>
      {pages.map(({ page, label, Icon }) => (
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
