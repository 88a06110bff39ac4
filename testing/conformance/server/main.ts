// The conformance server by itself, for a look at it by hand. Ctrl-C ends it.
import { startConformanceServer } from './server.ts'

const server = await startConformanceServer(Number(process.env.PORT ?? 0))
console.log(server.url)
process.once('SIGINT', () => server.close())
