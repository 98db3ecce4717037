import { type KeyService, startKeyService } from '../tools/key-service.ts'
import type { Bench } from './bench.ts'
import { fillService } from './fill-service.ts'
import { benchRows, sizeName } from './rows.ts'

/** The reference service over HTTPS, in a process of its own, with `count` keys in Preview and none in Production. */
export const serviceWith = (bench: Bench, count: number): Promise<KeyService> =>
  bench.once(`service ${count}`, async () => {
    const service = await startKeyService()
    bench.onClose(service.remove)
    await service.stop()
    fillService(service.folder, 'preview', benchRows(count))
    await service.start()
    bench.log(`a service has ${sizeName(count)} keys`)
    return service
  })
