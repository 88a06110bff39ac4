// `tsx testing/livetap/main.ts --port 4100` starts LiveTap's stand-in, to try the product with; with
// `--stdio` it speaks on standard input and output instead, as the real one does.
import { parseArgs } from 'node:util'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { startLiveTap } from './start.ts'
import { Tap } from './tap.ts'
import { serverFor } from './tools.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    authorization: { type: 'string' },
    stdio: { type: 'boolean', default: false },
  },
})
if (values.stdio) {
  const tap = new Tap(Date.now)
  serveStdio(() => serverFor(tap))
} else {
  const { url, close } = await startLiveTap({
    port: Number(values.port),
    ...(values.authorization !== undefined && { authorization: values.authorization }),
  })
  console.log(url)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
}
