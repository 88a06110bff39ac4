// `npm run bench:sessions`: what an idle session costs the gateway, and one with a stream that nothing is said on. The same
// as in `npm run bench:gateway`, alone; `-- --json` adds one JSON object as the last line.
import { costOfIdleSessions } from './gateway/idle-sessions.ts'
import { idleOf } from './gateway/results.ts'
import { startWorld } from './gateway/world.ts'

const world = await startWorld({ durable: false })
const cost = await costOfIdleSessions(world)
await world.close()
process.stdout.write(`${idleOf(cost)}\n`)
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(cost)}\n`)
process.exit(0)
