import { isUtf8 } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { prepareAdmission } from './access.ts'
import type { App, Parts } from './app.ts'
import { answerError } from './error-answer.ts'
import { openapiOptions } from './openapi-document.ts'
import { type Problem, ProblemError, problem } from './problems.ts'
import { auditRoutes } from './routes/audit.ts'
import { changeRoutes } from './routes/changes.ts'
import { keyRoutes } from './routes/keys.ts'
import { lifecycleRoutes } from './routes/lifecycle.ts'
import { secretRoutes } from './routes/secrets.ts'
import { serviceRoutes } from './routes/service.ts'
import { shardRoutes } from './routes/shards.ts'
import { systemRoutes } from './routes/systems.ts'
import { verifyRoutes } from './routes/verify.ts'
import type { Identity } from './tls.ts'

const bodyLimit = 65_536
const requestTimeoutMs = 30_000
const handshakeTimeoutMs = 10_000
const problemType = 'application/problem+json'

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

const sendProblem = (
  reply: Pick<FastifyReply, 'code' | 'headers' | 'type' | 'send'>,
  answer: Problem,
  headers: Readonly<Record<string, string>> = {},
) =>
  reply
    .code(answer.status)
    .headers({ ...common, ...headers })
    .type(problemType)
    .send(JSON.stringify(answer))

const unread = ({ code }: NodeJS.ErrnoException): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem('headers-too-large', 'Send less than 16 KiB of address and headers.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem('request-timeout', `Send the whole request within ${requestTimeoutMs / 1000} s.`)
  return problem('request-invalid', 'The request could not be read.')
}

/** What never became a request gets the shortest answer there is; the connection is not used again. */
const refuseUnread = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const answer = unread(error)
  const body = JSON.stringify(answer)
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const create = (identity: Pick<Identity, 'key' | 'certificate'>): App =>
  Fastify({
    https: {
      key: identity.key,
      cert: identity.certificate,
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeTimeoutMs,
    },
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseUnread,
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, answerError(error).problem)
    },
  })

const readJsonAlone = (app: App): void => {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      // Clients that name the type of an empty body send no wrong request where none is asked for.
      if (body.length === 0) done(null, undefined)
      // RFC 8259 section 8.1; anything else would be kept as replacement characters.
      else if (isUtf8(body)) parseJson(request, body.toString(), done)
      else done(new ProblemError(problem('request-invalid', 'Send JSON as UTF-8.')))
    },
  )
}

const answerProblems = (app: App, { failed }: Parts): void => {
  app.setErrorHandler((error, _request: FastifyRequest, reply) => {
    const answer = answerError(error)
    if (answer.fault) failed(error)
    return sendProblem(reply, answer.problem, answer.headers)
  })
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, problem('not-found', 'There is nothing at this address.')),
  )
}

/** Answers 405 for the methods that an address does not have. */
const refuseOtherMethods = (app: App, routes: ReadonlyMap<string, ReadonlySet<string>>): void => {
  for (const [url, taken] of routes) {
    const allow = [...taken].join(', ')
    app.route({
      method: app.supportedMethods.filter(method => !taken.has(method)),
      url,
      config: { access: 'public' },
      schema: { hide: true },
      onRequest: async (_request, reply) =>
        sendProblem(reply, problem('method-not-allowed', `Use ${allow}.`), { allow }),
      handler: async () => undefined,
    })
  }
}

const collectRoutes = (app: App): ReadonlyMap<string, ReadonlySet<string>> => {
  const routes = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.access === undefined) throw new Error(`No access is declared for ${url}`)
    const taken = routes.get(url) ?? new Set()
    for (const name of [method].flat()) taken.add(name)
    routes.set(url, taken)
  })
  return routes
}

/** What `work` throws, which a hook without a promise has to hand over. */
const refusalOf = (work: () => void): Error | undefined => {
  try {
    work()
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause))
  }
}

/** The HTTP API over TLS, ready to listen. */
export const buildServer = async (
  parts: Parts,
  identity: Pick<Identity, 'key' | 'certificate'>,
): Promise<App> => {
  const app = create(identity)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  readJsonAlone(app)
  answerProblems(app, parts)
  app.decorateRequest('entry', null)
  const admit = prepareAdmission(parts)
  // Without promises: each would let every other request in between.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(common)
    done(refusalOf(() => admit(request, reply)))
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Asked to stop: a connection that is kept alive would keep the service.
    if (!app.server.listening) reply.header('connection', 'close')
    done()
  })
  await app.register(swagger, openapiOptions(parts))
  const routes = collectRoutes(app)
  const families = [
    serviceRoutes,
    keyRoutes,
    shardRoutes,
    systemRoutes,
    lifecycleRoutes,
    secretRoutes,
    changeRoutes,
    verifyRoutes,
    auditRoutes,
  ]
  for (const family of families) family(app, parts)
  refuseOtherMethods(app, new Map(routes))
  await app.ready()
  return app
}
