// The inspector's command line: a program for each question.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { foreignFile, foreignVersion, newerNode } from '#testing/foreign/index.ts'
import type { ToolAnswer } from './testing/client.ts'
import { governs } from './testing/scenario.ts'

governs({
  name: 'the inspector’s command line',
  version: () => foreignVersion('@modelcontextprotocol/inspector'),
  staysConnected: false,
  callsUnlisted: false,
  open: async (url, token) => {
    const home = mkdtempSync(join(tmpdir(), 'portcullis-inspector-'))
    const base = [
      foreignFile('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js'),
      '--cli',
      url,
      '--transport',
      'http',
      ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
    ]
    const run = async (...args: string[]): Promise<unknown> => {
      const env = { ...process.env, HOME: home }
      const child = spawn(newerNode(), [...base, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let out = ''
      let words = ''
      child.stdout.on('data', (chunk) => {
        out += chunk
      })
      child.stderr.on('data', (chunk) => {
        words += chunk
      })
      const [code] = await once(child, 'close')
      try {
        return JSON.parse(out)
      } catch {
        throw new Error(`exit code ${code}: ${words}${out}`)
      }
    }
    return {
      list: async () => {
        const { tools } = (await run('--method', 'tools/list')) as { tools: { name: string }[] }
        return tools.map((tool) => tool.name)
      },
      call: async (name, args = {}) => {
        const pairs = Object.entries(args).flatMap(([key, value]) => [
          '--tool-arg',
          `${key}=${String(value)}`,
        ])
        return (await run('--method', 'tools/call', '--tool-name', name, ...pairs)) as ToolAnswer
      },
      close: async () => rmSync(home, { recursive: true, force: true }),
    }
  },
})
