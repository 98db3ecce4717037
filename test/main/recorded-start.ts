/**
 * `node --import …/recorded-start.ts out/main/index.js`: runs the main script with an Electron that only says, a line
 * each, what it was asked for. `STAND_IN_PACKAGED` says that it is a package. It is never ready, and has the lock already.
 */
import { registerHooks } from 'node:module'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const answers: Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>> = {
  'app.exit': code => process.exit(Number(code)),
  'app.quit': () => process.exit(0),
  'app.requestSingleInstanceLock': () => false,
  'app.commandLine.hasSwitch': name =>
    process.argv.some(argument => argument.split('=')[0] === `--${name}`),
}
/** Asked often and of no consequence. */
const silent: readonly string[] = ['app.commandLine.hasSwitch']

const recorder = (path: string): unknown =>
  new Proxy(() => undefined, {
    get: (target, key) => {
      if (typeof key === 'symbol' || key === 'prototype') return Reflect.get(target, key)
      if (`${path}.${key}` === 'app.isPackaged') return process.env.STAND_IN_PACKAGED !== undefined
      return recorder(`${path}.${key}`)
    },
    apply: (_target, _this, parameters) => {
      const [first] = parameters
      if (!silent.includes(path)) say(typeof first === 'string' ? `${path} ${first}` : path)
      return answers[path]?.(...parameters)
    },
  })

const names = [
  ...['app', 'BrowserWindow', 'clipboard', 'ClipboardItem', 'dialog', 'ipcMain', 'Menu'],
  ...['nativeTheme', 'powerMonitor', 'protocol', 'session', 'shell', 'utilityProcess'],
]
Reflect.set(globalThis, 'recordedElectron', recorder)
const source = [
  ...names.map(name => `export const ${name} = globalThis.recordedElectron('${name}')`),
  "export default globalThis.recordedElectron('electron')",
].join('\n')
const url = `data:text/javascript,${encodeURIComponent(source)}`

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url, format: 'module', shortCircuit: true }
      : next(specifier, context),
})
