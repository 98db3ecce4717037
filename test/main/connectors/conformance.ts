/** What every connector is held to. `describeFailures` needs no service; `describeLive` runs over a harness. */
export { describeFailures } from './conformance/failures.ts'
export { describeLive } from './conformance/live.ts'
