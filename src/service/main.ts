import { fstatSync } from 'node:fs'
import { type FolderCommand, readCommand, type ServeCommand, usage } from './command-line.ts'
import { type Output, runOnFolder, runService } from './commands.ts'
import { NewerDatabaseError } from './database.ts'
import { FolderProfileError } from './folder-profile.ts'

const output: Output = {
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : ''

/** Why the service cannot listen, or null when that is not what failed. */
const listenSentence = (cause: unknown, { port, host }: ServeCommand): string | null => {
  switch (codeOf(cause)) {
    case 'EADDRINUSE':
      return `Port ${port} is in use already: choose another with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This computer has no address ${host}: choose another with --host.`
    default:
      return cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen'
        ? `The service may not listen on port ${port}: choose another with --port.`
        : null
  }
}

/** Why a command failed, in one sentence. */
const sentenceOf = (cause: unknown, command: ServeCommand | FolderCommand): string => {
  if (cause instanceof NewerDatabaseError)
    return `The data in ${command.dataFolder} was written by a newer version of this service.`
  if (cause instanceof FolderProfileError)
    return `The folder ${command.dataFolder} ${cause.message}.`
  const listening = command.kind === 'serve' ? listenSentence(cause, command) : null
  const reason = cause instanceof Error ? cause.message : String(cause)
  return listening ?? `The folder ${command.dataFolder} cannot be used: ${reason}.`
}

const stdinIsPipe = (): boolean => {
  try {
    const stat = fstatSync(0)
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

const untilAskedToStop = (command: ServeCommand): Promise<void> =>
  new Promise(resolve => {
    // For good: the second of two signals would otherwise end it in the middle of closing its data.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => resolve())
    if (!command.exitWithParent || !stdinIsPipe()) return
    process.stdin.on('close', resolve).on('error', resolve).resume()
  })

const serve = async (command: ServeCommand): Promise<number> => {
  // Whoever started the service may be gone before it: a closed pipe is no reason to die in the middle of a request.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const stopped = untilAskedToStop(command)
  const service = await runService(command, output)
  await stopped
  await service.stop()
  return 0
}

const attempt = async (command: ServeCommand | FolderCommand): Promise<number> => {
  try {
    return command.kind === 'serve' ? await serve(command) : await runOnFolder(command, output)
  } catch (cause) {
    output.err(`${sentenceOf(cause, command)}\n`)
    return 1
  }
}

const run = async (args: readonly string[]): Promise<number> => {
  const command = readCommand(args)
  switch (command.kind) {
    case 'help':
      output.out(usage)
      return 0
    case 'bad':
      output.err(`${command.sentence}\n`)
      return 2
    default:
      return attempt(command)
  }
}

const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise(resolve => stream.write('', () => resolve()))

const exitCode = await run(process.argv.slice(2))
await Promise.all([process.stdout, process.stderr].map(written))
// Said outright: a connection that hangs in its TLS handshake must not keep the process.
process.exit(exitCode)
