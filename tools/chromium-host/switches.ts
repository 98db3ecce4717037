/** The command line after the main script, read and extended as Electron's `app.commandLine`. */
const prefix = /^--([^=]+)(?:=(.*))?$/s

const parse = (argument: string): readonly [string, string] | undefined => {
  const [, name, value = ''] = prefix.exec(argument) ?? []
  return name === undefined ? undefined : [name, value]
}

const switches = new Map(
  process.argv
    .slice(2)
    .map(parse)
    .filter(entry => entry !== undefined),
)

export const hasSwitch = (name: string): boolean => switches.has(name)

/** Empty when the switch is absent or has no value, as in Electron. */
export const switchValue = (name: string): string => switches.get(name) ?? ''

/** Seen by `hasSwitch`; Chromium itself has started by then and does not get it. */
export const appendSwitch = (name: string, value = ''): void => {
  switches.set(name, value)
}
