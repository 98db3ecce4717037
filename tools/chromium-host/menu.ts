import type { Menu as Electron, MenuItem } from 'electron'
import { constructible, implement } from './implement.ts'

let current: Electron | null = null

/** The window has no menu bar, so a menu is kept and never shown; its roles do nothing. */
const createMenu = (items: readonly object[] = []): Electron =>
  // Only the application reads its items back, and they are what it gave.
  implement<Electron>('Menu', { items: items as MenuItem[] })

export const Menu = constructible<typeof Electron>('Menu', () => createMenu(), {
  buildFromTemplate: createMenu,
  getApplicationMenu: () => current,
  setApplicationMenu: (menu: Electron | null) => {
    current = menu
  },
})
