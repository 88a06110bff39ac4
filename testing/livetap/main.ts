// `tsx testing/livetap/main.ts --port 4100` starts LiveTap's stand-in, to try the product with.
import { parseArgs } from 'node:util'
import { startLiveTap } from './start.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, authorization: { type: 'string' } },
})
const { url, close } = await startLiveTap({
  port: Number(values.port),
  ...(values.authorization !== undefined && { authorization: values.authorization }),
})
console.log(url)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
