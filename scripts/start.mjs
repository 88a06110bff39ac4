// `npm start`: from a bare clone to a running Portcullis; `npm start -- --gateways N` with N gateways. Only Node's own modules are imported until
// the packages are there; the story itself is in start/story.mjs.
import { assertNode } from './start/node-version.mjs'

assertNode()
const { start } = await import('./start/story.mjs')
await start({ args: process.argv.slice(2) })
