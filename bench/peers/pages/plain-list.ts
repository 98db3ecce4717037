import './list.css'
import { type ColumnId, columns, headHeight, type Row, rowHeight, textOf } from './rows.ts'

/** Chromium clamps an element's height at 2^25 px. */
const tallest = 30_000_000
const overscan = 6

type PlainList = { readonly show: (rows: readonly Row[]) => void }

const element = (tag: string, className = ''): HTMLElement => {
  const made = document.createElement(tag)
  made.className = className
  return made
}

const headOf = (onSort: (column: ColumnId) => void): HTMLElement => {
  const head = element('div', 'row head')
  for (const { id, label, flex } of columns) {
    const button = element('button')
    button.textContent = label
    button.style.flex = flex
    button.addEventListener('click', () => onSort(id))
    head.append(button)
  }
  return head
}

export const rowOf = (row: Row): HTMLElement => {
  const made = element('div', 'row')
  for (const { id, flex } of columns) {
    const cell = element('div')
    cell.textContent = textOf(row[id])
    cell.style.flex = flex
    if (id === 'name') cell.dataset.name = ''
    made.append(cell)
  }
  return made
}

/** Rows of one height in plain elements, of which only those in sight exist. */
export const createPlainList = (onSort: (column: ColumnId) => void): PlainList => {
  let shown: readonly Row[] = []
  const [body, slice] = [element('div', 'body'), element('div', 'slice')]
  const scroller = element('div', 'scroller')
  scroller.dataset.scroller = ''
  body.append(slice)
  scroller.append(headOf(onSort), body)
  document.body.append(scroller)
  const draw = () => {
    const room = scroller.clientHeight - headHeight
    const reach = Math.max(1, body.offsetHeight - room)
    const scale = (shown.length * rowHeight - room) / reach
    const offset = scroller.scrollTop * Math.max(1, scale)
    const first = Math.max(0, Math.floor(offset / rowHeight) - overscan)
    const last = Math.ceil((offset + room) / rowHeight) + overscan
    slice.style.transform = `translateY(${scroller.scrollTop + first * rowHeight - offset}px)`
    slice.replaceChildren(...shown.slice(first, last).map(rowOf))
  }
  scroller.addEventListener('scroll', draw)
  return {
    show: rows => {
      shown = rows
      body.style.height = `${Math.min(tallest, rows.length * rowHeight)}px`
      scroller.scrollTop = 0
      draw()
    },
  }
}
