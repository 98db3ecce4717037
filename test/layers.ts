/** Place under `src` to the places it may import from, beside itself. The longest matching place counts. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  preload: ['shared/bridge.ts'],
  'main/index.ts': ['main', 'shared'],
  'main/compose.ts': ['main', 'shared'],
  'main/base': ['shared'],
  'main/connectors': ['main/base', 'shared'],
  'main/services': ['main/connectors/connector.ts', 'main/base', 'shared'],
  'main/ipc': ['main/services', 'main/base', 'shared'],
  'main/platform': ['main/services/ports.ts', 'main/ipc', 'main/base', 'shared'],
  'renderer/src': [
    'renderer/src/features',
    'renderer/src/ui',
    'renderer/src/state',
    'renderer/src/api',
    'shared',
  ],
  'renderer/src/features': ['renderer/src/ui', 'renderer/src/state', 'renderer/src/api', 'shared'],
  'renderer/src/ui': ['shared'],
  'renderer/src/state': ['renderer/src/api', 'shared'],
  'renderer/src/api': ['shared'],
  service: [],
}

/** Package to the only places that may import it. A package that is not named may be imported anywhere. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  electron: ['main/index.ts', 'main/compose.ts', 'main/platform', 'preload'],
  keytar: ['main/platform/keychain/process.ts'],
  'electron-store': ['main/platform/preferences.ts'],
  undici: ['main/platform/https'],
  'node:sqlite': ['main/platform/store', 'service'],
  zod: ['shared/zod.ts', 'service'],
  fastify: ['service'],
  kysely: ['service'],
  react: ['renderer'],
  zustand: ['renderer/src/state'],
}

/** In these, no folder reaches into its sibling; files beside the folders are common ground. */
export const isolated: readonly string[] = ['renderer/src/features', 'main/connectors']
