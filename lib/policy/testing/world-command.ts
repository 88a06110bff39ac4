// Random commands on a document, and what each of them is about: nothing else may change.
import { fromPlain, isJsonObject, type Json, type JsonObject, serializeJson } from '#lib/json/index.ts'
import { type Command, LANES, type Lane } from '../edit/command.ts'
import { METHOD_GROUPS } from '../policy.ts'
import type { Chance } from './chance.ts'
import { escapeName } from './oracle-names.ts'
import { GLOBS, TOOLS } from './vocabulary.ts'
import { randomApproval, randomRule } from './world.ts'
import { randomValue } from './world-value.ts'

/** The members of a document that a command may touch: tops of the document, and names in `tools`. */
export type About = { readonly tops: readonly string[]; readonly tools: readonly string[] }

const KINDS: Command['type'][] = [
  ...(['move', 'move', 'move', 'move', 'move', 'move'] as const),
  ...(['add-limit', 'set-limit', 'remove-limit', 'add-rule', 'set-rule', 'remove-rule'] as const),
  ...(['set-approval', 'set-reason', 'set-strict', 'remove-entry'] as const),
  ...(['set-default', 'set-method', 'set', 'remove', 'rename-key', 'replace'] as const),
]

export function randomCommand(chance: Chance, document: JsonObject): Command {
  const tool = randomTool(chance, document)
  const index = chance.below(3)
  const list = chance.pick(['require', 'deny_if'] as const)
  const type = chance.pick(KINDS)
  switch (type) {
    case 'move':
      return randomMove(chance, document)
    case 'add-limit':
      return { type, tool, max: chance.pick([0, 5, 0.5]), window: chance.pick(['hour', '15m', 60]) }
    case 'set-limit':
      return { type, tool, index, max: 7, ...(chance.once(2) ? { on_deny: null } : {}) }
    case 'remove-limit':
      return { type, tool, index }
    case 'add-rule':
      return { type, tool, list, rule: randomRule(chance) }
    case 'set-rule':
      return { type, tool, list, index, rule: randomRule(chance) }
    case 'remove-rule':
      return { type, tool, list, index }
    case 'set-approval':
      return { type, tool, approval: chance.once(3) ? null : randomApproval(chance) }
    case 'set-reason':
      return { type, tool, reason: chance.pick(['', 'Ask Ann.', 'Nicht “so”.']) }
    case 'set-strict':
      return { type, tool, value: !chance.once(4) }
    case 'remove-entry':
      return { type, tool }
    case 'set-default':
      return { type, value: chance.pick(['allow', 'deny']) }
    case 'set-method':
      return { type, group: chance.pick(METHOD_GROUPS), value: chance.pick(['allow', 'deny', null]) }
    case 'set':
      return { type, pointer: randomPointer(chance, document), value: randomValue(chance) }
    case 'remove':
      return { type, pointer: randomPointer(chance, document) }
    case 'rename-key':
      return { type, pointer: `/tools/${escapeName(tool)}`, to: chance.pick([...TOOLS, 'new "one"']) }
    case 'replace':
      return { type, text: serializeJson(fromPlain({ version: '1', default: 'deny', 'x-new': true })) }
    default:
      return type satisfies never
  }
}

/** A move of one to four tools, now and then of a pattern. */
export function randomMove(chance: Chance, document: JsonObject): Command & { type: 'move' } {
  const tools = chance.some(1, 4, () => randomTool(chance, document))
  const to: Lane = chance.pick(LANES)
  const limit = chance.once(3) ? { limit: { max: 3, window: 'hour' as const } } : {}
  return { type: 'move', tools, to, ...limit }
}

function randomTool(chance: Chance, document: JsonObject): string {
  const own = isJsonObject(document.tools) ? Object.keys(document.tools) : []
  if (own.length > 0 && chance.once(2)) return chance.pick(own)
  return chance.pick(chance.once(12) ? GLOBS : TOOLS)
}

/** A pointer to a member of the document, or into the nowhere beside it. */
function randomPointer(chance: Chance, document: JsonObject): string {
  let pointer = ''
  let here: Json = document
  do {
    const keys: string[] = isJsonObject(here) ? Object.keys(here) : []
    if (Array.isArray(here)) keys.push(...Object.keys(here))
    const key: string =
      keys.length === 0 || chance.once(8) ? chance.pick(['-', 'x-new', '0']) : chance.pick(keys)
    pointer += `/${escapeName(key)}`
    here =
      isJsonObject(here) || Array.isArray(here)
        ? (Object.entries(here).find(([k]) => k === key)?.[1] ?? null)
        : null
  } while (here !== null && !chance.once(3))
  return pointer
}

/** What a command is about; null where it is about all of the document. */
export function aboutOf(command: Command): About | null {
  switch (command.type) {
    case 'move':
      return { tops: ['hide'], tools: command.tools }
    case 'set-default':
      return { tops: ['default'], tools: [] }
    case 'set-method':
      return { tops: ['methods'], tools: [] }
    case 'replace':
      return null
    case 'set':
    case 'remove':
    case 'rename-key': {
      const [top = '', name] = command.pointer.slice(1).split('/').map(unescapeName)
      if (top !== 'tools' || name === undefined) return { tops: [top], tools: [] }
      return { tops: [], tools: command.type === 'rename-key' ? [name, command.to] : [name] }
    }
    default:
      return { tops: [], tools: [command.tool] }
  }
}
function unescapeName(text: string): string {
  return text.split('~1').join('/').split('~0').join('~')
}
