import { basename } from 'node:path'
import { type BaseWindow, dialog, type SaveDialogOptions } from 'electron'
import type { ChooseFile } from '../services/ports.ts'
import { standsAt, writeWholeFile } from './whole-file.ts'

const filters = {
  csv: [{ name: 'CSV', extensions: ['csv'] }],
  json: [{ name: 'JSON', extensions: ['json'] }],
  txt: [{ name: 'Text', extensions: ['txt'] }],
} as const satisfies Record<Parameters<ChooseFile>[0]['kind'], SaveDialogOptions['filters']>

/** The system's dialog, over the window: it alone learns where a file goes, and asks before one is replaced. */
export const createChooseFile =
  (window: () => BaseWindow | null): ChooseFile =>
  async ({ name, kind }) => {
    const options: SaveDialogOptions = {
      defaultPath: name,
      filters: filters[kind],
      // Elsewhere it always asks.
      properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
    }
    const parent = window()
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options))
    if (canceled || filePath === '') return null
    // Exactly there: with another ending it could be another file, about which nobody was asked.
    const replaces = await standsAt(filePath)
    return {
      name: basename(filePath),
      write: content => writeWholeFile(filePath, content, replaces),
    }
  }
