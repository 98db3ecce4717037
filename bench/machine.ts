import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { hostCommand } from '../tools/host.ts'

export type Machine = {
  readonly processor: string
  readonly cores: number
  readonly memoryGB: number
  readonly system: string
  readonly node: string
  readonly host: string
  /** Processes that waited for a core in the minute before it began: 0 on a quiet machine. */
  readonly loadBefore: number
}

const systemName = (): string => {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
    return `${name ?? type()}, ${type()} ${release()}`
  } catch {
    return `${type()} ${release()}`
  }
}

export const describeMachine = (): Machine => {
  const { name, version } = hostCommand('test')
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: systemName(),
    node: process.versions.node,
    host: name === 'electron' ? `Electron ${version}` : `Chromium host, Chromium ${version}`,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}

export const machineText = (machine: Machine): string =>
  [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB`,
    machine.system,
    `Node ${machine.node}`,
    machine.host,
    `load before ${machine.loadBefore}`,
  ].join('; ')
