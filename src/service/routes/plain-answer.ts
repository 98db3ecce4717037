import type { FastifyReply } from 'fastify'

/**
 * Sends what a route has made of its own rows, as it is. Other answers are held to their schema once more; of a page
 * that was a third of the cost, and of a verification more than its database. That they are as documented is tested.
 */
export const sendPlain = <Body>(
  reply: Pick<FastifyReply, 'type' | 'send'>,
  body: Body,
): undefined => {
  reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}
