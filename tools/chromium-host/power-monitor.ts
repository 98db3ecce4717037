import type { PowerMonitor } from 'electron'
import { createEmitter, implement } from './implement.ts'

/** Node hears nothing of the session's power, so these events never come on this host. */
export const powerMonitor = implement<PowerMonitor>(
  'powerMonitor',
  { getSystemIdleTime: () => 0, isOnBatteryPower: () => false },
  createEmitter('powerMonitor', [
    'suspend',
    'resume',
    'shutdown',
    'lock-screen',
    'unlock-screen',
    'on-ac',
    'on-battery',
    'user-did-become-active',
    'user-did-resign-active',
  ]),
)
