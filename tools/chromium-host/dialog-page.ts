import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron'

const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, found => escapes[found] ?? found)

const style = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
  body { margin: 0; padding: 20px; display: grid; gap: 12px }
  h1 { font-size: 16px; margin: 0 } p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
  footer { display: flex; gap: 8px; justify-content: flex-end; flex-wrap: wrap; margin-top: 8px }
  button, input[type=text] { font: inherit; padding: 6px 14px }
  input[type=text] { width: 100%; box-sizing: border-box }`

const page = (title: string, body: string, script: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
  <style>${style}</style><body>${body}<script>${script}</script></body></html>`

// `tell` is the host's binding; Escape answers as the cancel button does.
const answering = (cancel: string): string => `
  const answer = value => tell(JSON.stringify(value))
  addEventListener('keydown', event => { if (event.key === 'Escape') answer(${cancel}) })`

export const messageBoxPage = (options: MessageBoxOptions, cancelId: number): string => {
  const buttons = options.buttons?.length ? options.buttons : ['OK']
  const checkbox =
    options.checkboxLabel === undefined
      ? ''
      : `<label><input type="checkbox" ${options.checkboxChecked ? 'checked' : ''}> ${escapeHtml(options.checkboxLabel)}</label>`
  const body = `<h1>${escapeHtml(options.message)}</h1><p>${escapeHtml(options.detail ?? '')}</p>${checkbox}
    <footer>${buttons
      .map((label, id) => {
        const focus = id === (options.defaultId ?? 0) ? ' autofocus' : ''
        return `<button data-id="${id}"${focus}>${escapeHtml(label)}</button>`
      })
      .join('')}</footer>`
  const script = `${answering(`result(${cancelId})`)}
    const result = response => ({
      response, checkboxChecked: document.querySelector('input')?.checked ?? false })
    for (const button of document.querySelectorAll('button'))
      button.addEventListener('click', () => answer(result(Number(button.dataset.id))))`
  return page(options.title || options.message, body, script)
}

export const saveDialogPage = (options: SaveDialogOptions, path: string): string =>
  page(
    options.title ?? 'Save as',
    `<h1>${escapeHtml(options.title ?? 'Save as')}</h1>
    <form><label>${escapeHtml(options.nameFieldLabel ?? 'File')}
      <input type="text" value="${escapeHtml(path)}" autofocus required></label>
      <footer><button type="button">Cancel</button>
      <button>${escapeHtml(options.buttonLabel ?? 'Save')}</button></footer></form>`,
    `${answering('null')}
    document.querySelector('button').addEventListener('click', () => answer(null))
    document.querySelector('form').addEventListener('submit', event => {
      event.preventDefault()
      answer(document.querySelector('input').value)
    })`,
  )

/** The chooser itself is the browser's; \`window.chosen\` is what the host reads paths from. */
export const openDialogPage = (options: OpenDialogOptions): string => {
  const properties = options.properties ?? []
  const accept = (options.filters ?? [])
    .flatMap(({ extensions }) => extensions)
    .filter(extension => extension !== '*')
    .map(extension => `.${extension}`)
    .join(',')
  const kind = properties.includes('multiSelections') ? ' multiple' : ''
  return page(
    options.title ?? 'Open',
    `<h1>${escapeHtml(options.title ?? 'Open')}</h1><p>${escapeHtml(options.message ?? '')}</p>
    <input type="file"${kind} accept="${escapeHtml(accept)}">
    <footer><button>Cancel</button>
    <button>${escapeHtml(options.buttonLabel ?? 'Open')}</button></footer>`,
    `${answering('null')}
    const [cancel, open] = document.querySelectorAll('button')
    cancel.addEventListener('click', () => answer(null))
    open.addEventListener('click', () => {
      window.chosen = [...document.querySelector('input').files]
      if (window.chosen.length > 0) answer(window.chosen.length)
    })`,
  )
}
