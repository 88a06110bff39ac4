// Labels and captured tools that lie beside the tree (`../shared/data`), for tests and figures. They
// are others' data and never part of the tree: where they are absent, so is what rests on them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Classifiable, type Classification, classify } from '../index.ts'
import { grouped } from './grouped.ts'

export type Label = {
  readonly server: string
  readonly tool: string
  readonly description: string
  readonly category: string
}
export type RealServer = { readonly server: string; readonly tools: readonly Classifiable[] }
export type Judged = {
  readonly server: string
  readonly tool: string
  readonly expected: string
  readonly given: Classification
}

const FOLDER = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** The labels of a file, judged beside the others of their server; null where the file is absent. */
export function judgeLabels(file: 'labels-reviewed.jsonl' | 'labels-weak.jsonl'): Judged[] | null {
  const path = join(FOLDER, file)
  if (!existsSync(path)) return null
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const labels = lines.map((line): Label => JSON.parse(line))
  return [...grouped(labels, ({ server }) => server)].flatMap(([server, own]) => {
    const siblings = own.map(({ tool }) => tool)
    return own.map(({ tool, description, category }) => ({
      server,
      tool,
      expected: category,
      given: classify({ name: tool, description }, { server, siblings }),
    }))
  })
}

/** Every server that was captured, with its tools; null where there are no captures. */
export function readRealServers(): RealServer[] | null {
  const folder = join(FOLDER, 'tools')
  if (!existsSync(folder)) return null
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { entries, ...alone } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      return entries ?? [alone]
    })
}

/** All tools of some servers, classified beside their siblings. */
export function classifyServers(servers: readonly RealServer[]): Omit<Judged, 'expected'>[] {
  return servers.flatMap(({ server, tools }) => {
    const siblings = tools.map(({ name }) => name)
    return tools.map((tool) => ({ server, tool: tool.name, given: classify(tool, { server, siblings }) }))
  })
}
