import { createDiagnostics, type DiagnosticsParts } from './diagnostics.ts'
import { whileUnlocked } from './export/ask.ts'
import { createExport } from './export/index.ts'

type FilesParts = DiagnosticsParts & { readonly isLocked: () => boolean }

/** What is written where a person chooses. */
export const createFiles = (parts: FilesParts) => {
  const chooseFile = whileUnlocked(parts.chooseFile, parts.isLocked)
  const diagnostics = createDiagnostics({ ...parts, chooseFile })
  return {
    exportKeys: createExport({ ...parts, chooseFile, version: parts.machine.version }),
    diagnostics: diagnostics.make,
    saveDiagnostics: diagnostics.save,
  }
}
