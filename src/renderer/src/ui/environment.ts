import type { Environment } from '../../../shared/domain/environment.ts'

export const environmentName = {
  preview: 'Preview',
  production: 'Production',
} as const satisfies Record<Environment, string>

/** In the order in which they are shown. */
export const environmentOrder = ['preview', 'production'] as const satisfies readonly Environment[]
