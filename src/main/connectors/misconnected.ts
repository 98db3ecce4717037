import { AppError, infoOf } from '../../shared/error.ts'
import type { Http, HttpRequest } from './connector.ts'

/**
 * Throws `credential-unfit` where the credential is let in to what an administrator's is not for: by that an ordinary
 * key is told from one, whatever it looks like.
 */
export const refuseOrdinaryKey = async (http: Http, request: HttpRequest): Promise<void> => {
  const isOrdinary = await http.send(request).then(
    () => true,
    () => false,
  )
  if (isOrdinary) throw wrongKind(http)
}

export const wrongKind = ({ environment }: Http): AppError =>
  new AppError({ code: 'credential-unfit', environment, cause: 'wrong-kind' })

/** Rethrows what went wrong; a 404 of what every such service has means that this is another one. */
export const refuseOtherService = (cause: unknown): never => {
  const failure = infoOf(cause)
  const isOther = failure?.code === 'refused' && failure.status === 404
  throw isOther ? new AppError({ code: 'bad-response', reason: 'not-a-key-service' }) : cause
}
