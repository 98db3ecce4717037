import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import type { Connector, Http } from '../../../../src/main/connectors/connector.ts'
import type { Setting } from '../../../../src/shared/domain/connector.ts'

const space: Setting = {
  ...{ id: 'space', label: 'Space', hint: 'Where the keys are.', required: true },
  initial: { preview: 'preview', production: 'production' },
}

const { operations } = claviger

/** The keys of a space, whichever environment of the connection it is set for; with no such setting, of Preview. */
const inSpace = (http: Http): Http => ({
  ...http,
  environment: http.settings.space === 'production' ? 'production' : 'preview',
})

/**
 * The reference key service as a service that knows nothing of environments: where an environment's keys are is said by
 * its address, its space and its credential.
 */
export const partedBy = (settings: readonly Setting[] = [space]): Connector => ({
  ...claviger,
  info: {
    ...claviger.info,
    ...{ id: 'parted', name: 'Parted', environments: 'separate', settings: [...settings] },
    address: { url: null, placeholder: '', path: '', each: true },
  },
  operations: {
    describe: http => operations.describe(inSpace(http)),
    list: (http, cursor) => operations.list(inSpace(http), cursor),
    get: (http, id) => operations.get(inSpace(http), id),
  },
})
