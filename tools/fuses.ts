import { join } from 'node:path'
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/** What of `electron-builder.yml` says how each fuse stands, by electron-builder's own names. */
export type NamedFuses = Readonly<Record<string, boolean>>

/**
 * Electron's nine fuses. Wasm keeps its trap handlers: undici's parser is Wasm, and is slower without them. Strict: a
 * fuse of a later Electron that is not among them is an error, not a default.
 */
export const fusesOf = (named: NamedFuses) =>
  ({
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: decided(named, 'runAsNode'),
    [FuseV1Options.EnableCookieEncryption]: decided(named, 'enableCookieEncryption'),
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: decided(
      named,
      'enableNodeOptionsEnvironmentVariable',
    ),
    [FuseV1Options.EnableNodeCliInspectArguments]: decided(named, 'enableNodeCliInspectArguments'),
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: decided(
      named,
      'enableEmbeddedAsarIntegrityValidation',
    ),
    [FuseV1Options.OnlyLoadAppFromAsar]: decided(named, 'onlyLoadAppFromAsar'),
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: decided(
      named,
      'loadBrowserProcessSpecificV8Snapshot',
    ),
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: decided(
      named,
      'grantFileProtocolExtraPrivileges',
    ),
    [FuseV1Options.WasmTrapHandlers]: true,
  }) satisfies FuseConfig

const decided = (named: NamedFuses, name: string): boolean => {
  const value = named[name]
  if (value === undefined) throw new Error(`electron-builder.yml does not decide ${name}`)
  return value
}

/** What of electron-builder's context is used; `@types` of it would bring all of it. */
type PackContext = {
  readonly appOutDir: string
  readonly electronPlatformName: string
  readonly packager: {
    readonly executableName?: string
    readonly appInfo: { readonly productFilename: string }
    readonly config: { readonly electronFuses?: NamedFuses | null }
  }
}

const programOf = ({ appOutDir, electronPlatformName, packager }: PackContext): string => {
  const { productFilename } = packager.appInfo
  if (electronPlatformName === 'linux')
    return join(appOutDir, packager.executableName ?? productFilename)
  return join(appOutDir, `${productFilename}${electronPlatformName === 'win32' ? '.exe' : '.app'}`)
}

/** electron-builder calls it when a program is complete and not signed yet. */
export const afterPack = async (context: PackContext): Promise<void> => {
  await flipFuses(programOf(context), fusesOf(context.packager.config.electronFuses ?? {}))
}
