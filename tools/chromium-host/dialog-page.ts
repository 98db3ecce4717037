import type { MessageBoxOptions } from 'electron'

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
  button { font: inherit; padding: 6px 14px }`

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
