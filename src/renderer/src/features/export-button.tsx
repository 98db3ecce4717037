import { Button } from '@mantine/core'
import { useListed } from '../state/listed.ts'
import { openDialog } from '../state/ui.ts'

/** Writes what is listed to a file; not there while nothing is. */
export const ExportButton = () => {
  const listed = useListed()
  if (listed === null) return null
  return (
    <Button
      variant="subtle"
      color="gray"
      onClick={() => openDialog({ kind: 'export-list', listed })}
    >
      Export list…
    </Button>
  )
}
