/** For how long a copied secret may stay on the clipboard. */
export const clipboardChoices = [30, 60, 120] as const
/** For how long a shown secret may stay on the screen. */
export const visibleChoices = [15, 60, 300] as const
/** After how many minutes in which nobody does anything Claviger locks itself; null: only with the computer. */
export const idleChoices = [5, 15, 60, null] as const

export const defaultSafety = { clipboardSeconds: 60, visibleSeconds: 60, idleMinutes: 15 } as const
