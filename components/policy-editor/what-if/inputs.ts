// A form for the arguments of a call: which control each argument gets, and what is typed as JSON.
import {
  isJsonObject,
  type Json,
  type JsonObject,
  JsonSyntaxError,
  jsonObject,
  parseJson,
  serializeJson,
} from '#lib/json/index.ts'
import { type Parameter, parametersOf } from '../inspector/parameters.ts'

export type Input = Parameter & {
  /** `json`: anything that has no control of its own is written as JSON. */
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json'
  /** The JSON of each choice, by the words that show it. */
  readonly literals: ReadonlyMap<string, string>
}
/** What stands in the controls by argument; an argument that is not here is not given. */
export type Typed = Readonly<Record<string, string>>
export type ReadArguments =
  | { readonly ok: true; readonly arguments: JsonObject }
  /** A sentence for each argument that cannot be read; '' is the whole of it. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> }

const BOUNDS = { maxDepth: 64, maxNodes: 100_000 }

/** A control for each argument that the schema declares. */
export function inputsOf(inputSchema: unknown): readonly Input[] {
  const properties = recordOf(recordOf(inputSchema).properties)
  return parametersOf(inputSchema).map((parameter) => ({
    ...parameter,
    kind: kindOf(parameter, recordOf(properties[parameter.name]).type),
    literals: literalsOf(recordOf(properties[parameter.name]).enum),
  }))
}

function kindOf({ choices }: Parameter, type: unknown): Input['kind'] {
  if (choices.length > 0) return 'choice'
  if (type === 'string') return 'text'
  if (type === 'number' || type === 'integer') return 'number'
  return type === 'boolean' ? 'boolean' : 'json'
}

function literalsOf(choices: unknown): ReadonlyMap<string, string> {
  const all: readonly unknown[] = Array.isArray(choices) ? choices : []
  return new Map(
    all.map((choice) => [
      typeof choice === 'string' ? choice : JSON.stringify(choice),
      JSON.stringify(choice),
    ]),
  )
}

/** The arguments that are typed, each as its control means it. */
export function argumentsOf(inputs: readonly Input[], typed: Typed): ReadArguments {
  const faults: Record<string, string> = {}
  const members: [string, Json][] = []
  for (const [name, text] of Object.entries(typed)) {
    const kind = inputs.find((input) => input.name === name)?.kind ?? 'json'
    if (kind === 'text') members.push([name, text])
    else {
      const value = readValue(text)
      if (value === undefined || (kind === 'number' && typeof value === 'string'))
        faults[name] = kind === 'number' ? 'Write a number, such as 100 or 0.5.' : 'This is not JSON yet.'
      else members.push([name, value])
    }
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  return { ok: true, arguments: jsonObject(members) }
}

/** What the controls show for these arguments. */
export function typedOf(inputs: readonly Input[], value: JsonObject): Typed {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const isText = inputs.find((input) => input.name === name)?.kind === 'text'
      return [name, isText && typeof each === 'string' ? each : serializeJson(each)]
    }),
  )
}

/** The arguments as one JSON object. */
export function argumentsFromJson(text: string): ReadArguments {
  const value = readValue(text.trim() === '' ? '{}' : text)
  if (value === undefined) return { ok: false, faults: { '': 'This is not JSON yet.' } }
  if (!isJsonObject(value))
    return { ok: false, faults: { '': 'Arguments are one JSON object, such as {"id": 1}.' } }
  return { ok: true, arguments: value }
}

function readValue(text: string): Json | undefined {
  try {
    return parseJson(text, BOUNDS)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}
