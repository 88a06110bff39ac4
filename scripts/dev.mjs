// `npm run dev`: the same as `npm start`, with Next in development mode and a gateway that starts
// again when its sources change.
import { assertNode } from './start/node-version.mjs'

assertNode()
const { start } = await import('./start/story.mjs')
await start({ development: true })
