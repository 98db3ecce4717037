import { existsSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { switchValue } from './switches.ts'

type Package = { readonly folder: string; readonly name: string; readonly version: string }

const readPackage = (folder: string): Package => {
  const file = join(folder, 'package.json')
  if (existsSync(file)) {
    const { productName, name, version } = JSON.parse(readFileSync(file, 'utf8'))
    return { folder, name: productName ?? name ?? 'Electron', version: version ?? '0.0.0' }
  }
  const above = dirname(folder)
  return above === folder
    ? { folder: process.cwd(), name: 'Electron', version: '0.0.0' }
    : readPackage(above)
}

/** The package that the main script belongs to. */
export const applicationPackage: Package = readPackage(dirname(resolve(process.argv[1] ?? '.')))

const appData = (): string => {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    case 'win32':
      return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
    default:
      return process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
  }
}

/** `--user-data-dir`, else the folder of that name beside other applications' data. */
export const initialUserData = (): string => {
  const given = switchValue('user-data-dir')
  return given ? resolve(given) : join(appData(), applicationPackage.name)
}

/** The folders of `app.getPath` that this host knows, without `userData`. */
export const systemPath = (name: string, userData: string): string | undefined => {
  switch (name) {
    case 'home':
      return homedir()
    case 'appData':
      return appData()
    case 'temp':
      return tmpdir()
    case 'downloads':
      return join(homedir(), 'Downloads')
    case 'logs':
      return process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Logs', applicationPackage.name)
        : join(userData, 'logs')
    default:
      return undefined
  }
}
