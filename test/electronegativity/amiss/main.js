// Everything that the application must not do, for the tool to find.
const { app, BrowserWindow, shell } = require('electron')

app.on('ready', () => {
  const window = new BrowserWindow({
    webPreferences: { nodeIntegration: true, contextIsolation: false, webSecurity: false },
  })
  window.loadURL('http://example.com')
  window.webContents.on('dom-ready', event => shell.openExternal(event.url))
})
