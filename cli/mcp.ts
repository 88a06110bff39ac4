// `mcp`: Portcullis for agents, as an MCP server on stdio. It reads, explains and proposes. What it may ask of the API is
// the table in mcp/tools.ts; nothing there publishes, approves, or answers with a token.
import { once } from 'node:events'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { newApi } from './api.ts'
import { readArguments } from './arguments.ts'
import { serverFor } from './mcp/server.ts'
import { OPTIONS } from './options.ts'

/** Serves until its client closes standard input. */
export async function serveMcp(args: string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS.mcp)
  const ask = newApi(values.url)
  const served = serveStdio(() => serverFor(ask))
  await once(process.stdin, 'close')
  await served.close()
  return 0
}
