// The tools of a server as large as they come: real definitions where the collected ones lie beside
// this tree, else as many made up in the same shape.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ListedTool } from '#testing/upstream.ts'

const COLLECTED = '../shared/data/tools/codespar.json'
type Collection = { readonly entries: readonly { readonly server: string; readonly tools: ListedTool[] }[] }

/**
 * @param count how many tools the server lists
 * @param file where a collection lies; by default beside this tree
 */
export function largeServer(count: number, file = COLLECTED): { tools: ListedTool[]; source: string } {
  const path = resolve(file)
  if (!existsSync(path))
    return { tools: Array.from({ length: count }, (_, at) => madeUp(at)), source: 'made up' }
  const { entries } = JSON.parse(readFileSync(path, 'utf8')) as Collection
  const tools = entries.flatMap(({ server, tools }) =>
    tools.map((tool) => ({ ...tool, name: `${server}_${tool.name}` })),
  )
  return { tools: tools.slice(0, count), source: 'real definitions' }
}

const VERBS = ['list', 'get', 'create', 'update', 'delete', 'pay', 'run']

function madeUp(at: number): ListedTool {
  const verb = VERBS[at % VERBS.length] ?? 'get'
  const text = (description: string) => ({ type: 'string', description })
  return {
    name: `service_${at % 40}_${verb}_thing_${at}`,
    description: `Does “${verb}” to thing ${at} of service ${at % 40}, and says what came of it.`,
    inputSchema: {
      type: 'object',
      properties: {
        id: text('Which thing, by the identifier that list answers.'),
        amount: { type: 'number', description: 'How much, in the smallest unit of the currency.' },
        mode: { type: 'string', enum: ['fast', 'careful'], description: 'How it is done.' },
        options: {
          type: 'object',
          properties: { notify: { type: 'boolean' }, note: text('For the people who read the log.') },
        },
      },
      required: ['id'],
    },
  }
}
