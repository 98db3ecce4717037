import { createSpotlight } from '@mantine/spotlight'

/** Apart from the palette itself, which is loaded after the first page. */
export const [paletteStore, palette] = createSpotlight()
export const openPalette = (): void => palette.open()
