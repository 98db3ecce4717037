import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, eventChannel, requestChannel } from '../shared/bridge.ts'

const bridge: Bridge = {
  request: (route, input) => ipcRenderer.invoke(requestChannel, { route, input }),
  subscribe: listener => {
    const forward = (_event: unknown, { name, data }: { name: string; data: unknown }) =>
      listener(name, data)
    ipcRenderer.on(eventChannel, forward)
    return () => ipcRenderer.removeListener(eventChannel, forward)
  },
}

contextBridge.exposeInMainWorld('claviger', bridge)
