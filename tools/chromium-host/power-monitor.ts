import type { PowerMonitor } from 'electron'
import { createEmitter, implement } from './implement.ts'

const emitter = createEmitter('powerMonitor', [
  'suspend',
  'resume',
  'shutdown',
  'lock-screen',
  'unlock-screen',
  'on-ac',
  'on-battery',
  'user-did-become-active',
  'user-did-resign-active',
])

/** Node hears nothing of the session's power, so these events never come on this host but for one that a signal makes. */
export const powerMonitor = implement<PowerMonitor>(
  'powerMonitor',
  {
    getSystemIdleTime: () => 0,
    getSystemIdleState: () => 'active',
    isOnBatteryPower: () => false,
  },
  emitter,
)

if (process.platform !== 'win32') process.on('SIGUSR2', () => emitter.emit('lock-screen'))
