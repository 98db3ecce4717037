import { z } from 'zod'
import { callerOf, planOf } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { neededPlan } from '../plan.ts'
import { environments, type Plan, type Profile } from '../profiles/profile.ts'
import { ProfileDocument } from '../wire-profile.ts'
import { Health } from '../wire-service.ts'

const OpenapiDocument = z
  .record(z.string(), z.unknown())
  .meta({ description: 'OpenAPI 3.1', examples: [{ openapi: '3.1.1' }] })

/** What is told of a profile: all of it but what the caller cannot see happen. */
const describe = (profile: Profile, plan: Plan) => {
  const { name, title: _title, plans: _plans, upgrade, callOrigin: _origin, ...rest } = profile
  return {
    ...rest,
    profile: name,
    capabilities: profile.capabilities.map(one => ({ whenForbidden: 'disabled' as const, ...one })),
    plan: { ...plan, needed: neededPlan(profile, plan)?.name ?? null, upgrade },
  }
}

/** What the service says of itself. */
export const serviceRoutes = (app: App, parts: Parts): void => {
  const { profile, version } = parts
  app.route({
    method: 'GET',
    url: '/v1/health',
    config: { access: 'public' },
    schema: {
      operationId: 'getHealth',
      summary: 'Tell that the service runs',
      tags: ['Service'],
      response: { 200: Health },
    },
    handler: async () => ({
      status: 'ok' as const,
      service: 'claviger-key-service' as const,
      version,
      profile: profile.name,
    }),
  })

  app.route({
    method: 'GET',
    url: '/v1/profile',
    config: { access: 'token' },
    schema: {
      operationId: 'getProfile',
      summary: 'Describe the service, and what the caller may do',
      tags: ['Service'],
      response: { 200: ProfileDocument },
    },
    handler: async request => {
      const { name, permissions, environments: entered } = callerOf(request)
      return {
        ...describe(profile, planOf(request)),
        service: { name: profile.title, version },
        environments,
        verification: { byId: true as const },
        caller: { name, permissions, environments: entered },
        serverTime: new Date(parts.now()).toISOString(),
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/v1/openapi.json',
    config: { access: 'public' },
    schema: {
      operationId: 'getOpenapi',
      summary: 'This document',
      tags: ['Service'],
      response: { 200: OpenapiDocument },
    },
    handler: async () => ({ ...app.swagger() }),
  })
}
