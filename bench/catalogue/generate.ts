// Servers and tools as a catalogue of the whole field would hold them: sizes, names, words and schemas as real ones
// have them. The same in every run.
import type { Given } from '#lib/listings/index.ts'
import type { Template } from './captures.ts'
import { type Chance, chance } from './chance.ts'
import { ACTS, FIELDS, KINDS, PARAMETERS, PRODUCTS, SENTENCES, THINGS } from './vocabulary.ts'

export type Size = { readonly servers: number; readonly tools: number }
const SCANNED = new Date('2026-11-01T00:00:00.000Z')
const SEED = 20_261_101
const STYLES = [
  (words: readonly string[]) => words.join('_'),
  (words: readonly string[]) => words.join('_'),
  (words: readonly string[]) => words.join('-'),
  ([first = '', ...rest]: readonly string[]) =>
    first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
] as const

/** @param templates real definitions, from which then every second tool is made */
export function* generate({ servers, tools }: Size, templates: readonly Template[]): Generator<Given> {
  const luck = chance(SEED)
  let left = tools
  for (let index = 0; index < servers; index++) {
    // A few servers have very many tools and most have a handful, as it is.
    const fair = left / (servers - index)
    const count = index === servers - 1 ? left : Math.min(left, Math.max(1, Math.round(fair * skewed(luck))))
    left -= count
    yield server(luck, index, count, templates)
  }
}

function server(luck: Chance, index: number, count: number, templates: readonly Template[]): Given {
  const [product, field] = [luck.pick(PRODUCTS), luck.pick(FIELDS)]
  const owner = `${luck.pick(PRODUCTS)}${luck.below(400)}`
  const style = luck.pick(STYLES)
  const things = Array.from({ length: Math.min(12, 1 + Math.ceil(count / 3)) }, () => luck.pick(THINGS))
  const named = new Map<string, string>()
  for (let tries = 0; named.size < count && tries < count * 20; tries++) {
    const text = tool(luck, { product, field, style, things, templates, number: tries })
    if (!named.has(text.name)) named.set(text.name, text.text)
  }
  for (let number = 0; named.size < count; number++)
    named.set(`tool_${number}`, JSON.stringify({ name: `tool_${number}`, inputSchema: {} }))
  return {
    listing: {
      name: `io.github.${owner}/${product}-${field}${index % 3 === 0 ? '-mcp' : ''}-${index}`,
      title: `${capital(product)} ${capital(field)}`,
      description: `Connects agents to the ${field} of ${capital(product)}: ${things.slice(0, 4).join(', ').replaceAll('_', ' ')}.`,
      version: `1.${luck.below(20)}.${luck.below(10)}`,
      source: { kind: index % 4 === 0 ? 'capture' : 'registry', url: `https://registry.example/${index}` },
      homepage: `https://${product}.example/${field}`,
      endpoint: index % 2 === 0 ? { kind: 'http', url: `https://mcp.${product}.example/${index}` } : null,
      scannedAt: SCANNED,
    },
    tools: [...named.values()],
  }
}

type Surroundings = {
  readonly product: string
  readonly field: string
  readonly style: (words: readonly string[]) => string
  readonly things: readonly string[]
  readonly templates: readonly Template[]
  readonly number: number
}

function tool(luck: Chance, around: Surroundings): { name: string; text: string } {
  const isReal = around.templates.length > 0 && luck.next() < 0.5
  const definition = isReal ? likeOne(luck, luck.pick(around.templates), around) : ownTool(luck, around)
  return { name: definition.name, text: JSON.stringify(definition) }
}

// A real definition under a name that is like its own: its description and schema are what they are.
function likeOne(luck: Chance, template: Template, { things }: Surroundings): Template {
  return luck.next() < 0.4 ? template : { ...template, name: `${template.name}_${luck.pick(things)}` }
}

function ownTool(luck: Chance, { product, field, style, things }: Surroundings): Template {
  const [verb, says] = luck.pick(ACTS)
  const thing = luck.pick(things).split('_')
  const kind = luck.next() < 0.35 ? luck.pick(KINDS) : null
  const prefix = luck.next() < 0.15 ? [product] : []
  const plural = verb === 'list' || verb === 'search' ? 's' : ''
  const parameters = Array.from({ length: 1 + luck.below(6) }, () => luck.pick(PARAMETERS))
  const sentences = Array.from({ length: luck.below(4) }, () => luck.pick(SENTENCES))
  const noun = `${kind ? `${kind} ` : ''}${thing.join(' ')}${plural}`
  return {
    name: style([
      ...prefix,
      verb,
      ...(kind ? [kind] : []),
      ...thing.slice(0, -1),
      `${thing.at(-1)}${plural}`,
    ]),
    description: [`${says} ${noun} in ${capital(product)} ${field}.`, ...sentences].join(' '),
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(
        parameters.map(([name, type, description]) => [
          name,
          { type, description, ...(type === 'array' && { items: { type: 'string' } }) },
        ]),
      ),
      required: [parameters[0]?.[0] ?? 'id'],
      additionalProperties: false,
    },
  }
}

// 0.1 to about 12, around 1.
function skewed(luck: Chance): number {
  return 0.1 + 0.3 * (1 / Math.max(0.025, luck.next()) - 1) * 0.9
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
