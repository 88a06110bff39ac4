// LiveTap's stand-in behind Streamable HTTP on loopback, for both eras of the protocol.
import { createServer, type IncomingMessage } from 'node:http'
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { Tap } from './tap.ts'
import { serverFor } from './tools.ts'

export type LiveTapOptions = {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** The value that an Authorization header must have; without it the server asks for none. */
  readonly authorization?: string
}
export type RunningLiveTap = {
  readonly url: string
  /** How many `tools/call` messages arrived, good or bad. */
  readonly calls: () => number
  readonly close: () => Promise<void>
}

/** Starts LiveTap's stand-in on 127.0.0.1. It keeps everything in memory and runs no commands. */
export async function startLiveTap(options: LiveTapOptions = {}): Promise<RunningLiveTap> {
  const tap = new Tap(Date.now)
  const handler = createMcpHandler(() => serverFor(tap))
  const answer = toNodeHandler(handler)
  const isHostAllowed = localhostHostValidation()
  const isOriginAllowed = localhostOriginValidation()
  let calls = 0
  const server = createServer(async (request, response) => {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization)
      return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/mcp')
      return response.writeHead(404).end()
    if (request.method !== 'POST') return answer(request, response)
    const message = await readMessage(request)
    calls += [message].flat().filter(isToolCall).length
    return answer(request, response, message)
  })
  await new Promise<void>((ready, fail) => {
    server.once('error', fail)
    server.listen(options.port ?? 0, '127.0.0.1', ready)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    calls: () => calls,
    close: async () => {
      await handler.close()
      await new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
    },
  }
}

async function readMessage(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  try {
    return JSON.parse(text)
  } catch {
    return text // no message: for the library to refuse
  }
}

function isToolCall(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'method' in message && message.method === 'tools/call'
  )
}
