// @ai-sdk/mcp opens with the modern wire. It wants a newer Node, so that it is a program of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { foreignFile, foreignVersion, newerNode } from '#testing/foreign/index.ts'
import type { ToolAnswer } from './testing/client.ts'
import { governs } from './testing/scenario.ts'

const PROGRAM = fileURLToPath(new URL('../../testing/foreign/ai-sdk.mjs', import.meta.url))

governs({
  name: '@ai-sdk/mcp',
  version: () => foreignVersion('@ai-sdk/mcp'),
  staysConnected: true,
  callsUnlisted: true,
  open: async (url, token = '') => {
    // Says what is missing, where the packages are not there.
    foreignFile('@ai-sdk/mcp', 'package.json')
    const child = spawn(newerNode(), [PROGRAM, url, token], { stdio: ['pipe', 'pipe', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk) => {
      words += chunk
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<Record<string, unknown>> => {
      const { value, done } = await lines.next()
      if (done) throw new Error(`the client of @ai-sdk/mcp ended: ${words}`)
      return JSON.parse(value)
    }
    const ask = async (question: object): Promise<unknown> => {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { result, error } = await next()
      if (error !== undefined) throw new Error(String(error))
      return result
    }
    expect(await next()).toEqual({ protocolVersion: '2026-07-28' })
    return {
      list: async () => {
        const { tools } = (await ask({})) as { tools: { name: string }[] }
        return tools.map((tool) => tool.name)
      },
      call: async (name, args = {}) => (await ask({ call: { name, arguments: args } })) as ToolAnswer,
      close: async () => {
        const ended = once(child, 'close')
        child.stdin.end()
        await ended
      },
    }
  },
})
