import type { NativeTheme } from 'electron'
import { createEmitter, implement } from './implement.ts'
import type { Report } from './isolated-world.ts'
import { allContents, type HostContents } from './web-contents.ts'

type Source = NativeTheme['themeSource']

const emitter = createEmitter('nativeTheme', ['updated'])
let source: Source = 'system'
let systemIsDark = false

const emulate = async (contents: HostContents): Promise<void> => {
  const value = source === 'system' ? '' : source
  const { session } = await contents.page
  await session.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value }],
  })
}

const isDark = (): boolean => (source === 'system' ? systemIsDark : source === 'dark')

/** Follows a page: what it is told to prefer, and what the system prefers. */
export const themeContents = (contents: HostContents): void => {
  if (source !== 'system') emulate(contents).catch(() => undefined)
  contents.emitter.on('host:report', (report: Report) => {
    if (report.kind !== 'dark' || source !== 'system') return
    const changed = systemIsDark !== report.dark
    systemIsDark = report.dark
    if (changed) emitter.emit('updated')
  })
}

export const nativeTheme = implement<NativeTheme>(
  'nativeTheme',
  {
    get shouldUseDarkColors() {
      return isDark()
    },
    get themeSource() {
      return source
    },
    set themeSource(given: Source) {
      const before = isDark()
      source = given
      for (const contents of allContents()) emulate(contents).catch(() => undefined)
      if (isDark() !== before) emitter.emit('updated')
    },
  },
  emitter,
)
