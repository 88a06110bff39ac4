// One server of both eras with everything that the conformance scenarios ask for by name, on loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  localhostHostValidation,
  localhostOriginValidation,
  toNodeHandler,
  toWebRequest,
} from '@modelcontextprotocol/node'
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import { createProduct } from './product.ts'
import { createSessions } from './sessions.ts'
import { answerTasks } from './task-front.ts'
import { createTasks } from './tasks.ts'

export type ConformanceServer = { readonly url: string; readonly close: () => Promise<void> }

/** Starts the server on a free port of 127.0.0.1. */
export async function startConformanceServer(port = 0): Promise<ConformanceServer> {
  const tasks = createTasks()
  const modern = createMcpHandler(() => createProduct('modern', modern.notify), { legacy: 'reject' })
  const answerModern = toNodeHandler(modern)
  const sessions = createSessions()
  const isOwnHost = localhostHostValidation()
  const isOwnOrigin = localhostOriginValidation()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnHost(request, response) || !isOwnOrigin(request, response)) return
    const body = request.method === 'POST' ? await bodyOf(request) : undefined
    if (await isLegacyRequest(await toWebRequest(request, body)))
      return sessions.answer(request, response, body)
    const reply = answerTasks(body, request.headers, tasks)
    if (!reply) return answerModern(request, response, body)
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
  }

  const http = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(400).end(error.message)
      else response.destroy()
    })
  })
  await new Promise<void>((ready) => http.listen(port, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    close: async () => {
      tasks.close()
      await modern.close()
      await sessions.close()
      await end(http)
    },
  }
}

function end(http: Server): Promise<void> {
  return new Promise((closed) => {
    http.close(() => closed())
    http.closeAllConnections()
  })
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}
