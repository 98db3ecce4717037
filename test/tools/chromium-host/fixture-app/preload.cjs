const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('fixture', {
  invoke: (channel, ...parameters) => ipcRenderer.invoke(channel, ...parameters),
  subscribe: listener => {
    const forward = (_event, ...parameters) => listener(...parameters)
    ipcRenderer.on('note', forward)
    return () => ipcRenderer.removeListener('note', forward)
  },
  builtIns: () => {
    const list = []
    list.push('pushed')
    return JSON.stringify({ list, parsed: JSON.parse('{"a":1}') })
  },
  nested: { list: [1, { deep: true }], when: new Date(5) },
  fail: () => {
    throw new Error('the preload says no')
  },
  reach: name => {
    try {
      return String(require(name))
    } catch (error) {
      return error.message
    }
  },
  reachIpc: name => {
    try {
      return typeof ipcRenderer[name]
    } catch (error) {
      return error.message
    }
  },
})
