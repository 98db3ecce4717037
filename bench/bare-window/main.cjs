// The floor of a start: the same host, one window like the application's, and a page that is as it stands in its file.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { app, BrowserWindow, protocol } = require('electron')

const page = readFileSync(join(__dirname, 'page.html'))

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true } },
])

app.whenReady().then(() => {
  protocol.handle('app', () => new Response(page, { headers: { 'content-type': 'text/html' } }))
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  })
  window.once('ready-to-show', () => window.show())
  window.loadURL('app://claviger/')
})

app.on('window-all-closed', () => app.quit())
