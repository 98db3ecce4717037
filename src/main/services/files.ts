import { createDiagnostics, type DiagnosticsParts } from './diagnostics.ts'
import { createExport, oneAtATime } from './export/index.ts'

/** What is written where a person chooses. */
export const createFiles = (parts: DiagnosticsParts) => {
  const chooseFile = oneAtATime(parts.chooseFile)
  const diagnostics = createDiagnostics({ ...parts, chooseFile })
  return {
    exportKeys: createExport({ ...parts, chooseFile, version: parts.machine.version }),
    diagnostics: diagnostics.make,
    saveDiagnostics: diagnostics.save,
  }
}
