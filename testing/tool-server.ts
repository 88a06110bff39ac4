// Tools of a test's own, in memory, behind Streamable HTTP on loopback.
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server'
import { listenOnLoopback, type RunningServer } from './loopback.ts'

/** Starts what is made anew for each session. */
export function startToolServer(make: () => McpServer): Promise<RunningServer> {
  const answer = toNodeHandler(createMcpHandler(make))
  return listenOnLoopback((request, response) => void answer(request, response))
}

/** What such a tool answers. */
export const text = (answer: string) => ({ content: [{ type: 'text' as const, text: answer }] })
