import type { MessageBoxOptions, SaveDialogOptions } from 'electron'

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
  button, input { font: inherit; padding: 6px 14px } form label { display: grid; gap: 4px }`

/** The page of a message box; it tells the answer of `showMessageBox` as JSON. */
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
  // `tell` is the host's binding; Escape answers as the cancel button does.
  const script = `
    const answer = response => tell(JSON.stringify({
      response, checkboxChecked: document.querySelector('input')?.checked ?? false }))
    addEventListener('keydown', event => { if (event.key === 'Escape') answer(${cancelId}) })
    for (const button of document.querySelectorAll('button'))
      button.addEventListener('click', () => answer(Number(button.dataset.id)))`
  return `<!doctype html><html lang="en"><meta charset="utf-8">
    <title>${escapeHtml(options.title || options.message)}</title>
    <style>${style}</style><body>${body}<script>${script}</script></body></html>`
}

/** The page that asks where a file shall be; it tells the path, or nothing when it is dismissed. */
export const savePage = (options: SaveDialogOptions, suggested: string): string => {
  const title = escapeHtml(options.title ?? 'Save as')
  const body = `<h1>${title}</h1><form>
    <label>Path <input name="path" size="60" required autofocus value="${escapeHtml(suggested)}"></label>
    <footer><button type="button">Cancel</button>
    <button>${escapeHtml(options.buttonLabel ?? 'Save')}</button></footer></form>`
  const script = `
    addEventListener('keydown', event => { if (event.key === 'Escape') tell('') })
    document.querySelector('button').addEventListener('click', () => tell(''))
    document.forms[0].addEventListener('submit', event => {
      event.preventDefault()
      tell(document.querySelector('input').value)
    })`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
    <style>${style}</style><body>${body}<script>${script}</script></body></html>`
}
