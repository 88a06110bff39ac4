// The random world as fast-check takes it: grown from one number, which is quick enough for volume, and
// shrunk by leaving out members, so that what fails is shown as small as it can be.
import fc from 'fast-check'
import { type Json, type JsonObject, serializeJson } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Command } from '../edit/command.ts'
import type { Policy } from '../policy.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { type Chance, chanceOf } from './chance.ts'
import { decorate } from './decorate.ts'
import { objectsWithout } from './smaller.ts'
import { TOOLS } from './vocabulary.ts'
import { randomApproval, randomDocument, randomLimit, randomRule } from './world.ts'
import { callFor } from './world-call.ts'
import { randomCommand } from './world-command.ts'
import { randomValue } from './world-value.ts'
import { randomYaml } from './yaml-text.ts'

class Grown<T> extends fc.Arbitrary<T> {
  readonly #grow: (chance: Chance) => T
  readonly #smaller: (value: T) => T[]
  constructor(grow: (chance: Chance) => T, smaller: (value: T) => T[] = () => []) {
    super()
    this.#grow = grow
    this.#smaller = smaller
  }
  generate(random: fc.Random): fc.Value<T> {
    return new fc.Value(this.#grow(chanceOf(random.nextInt(-0x80000000, 0x7fffffff))), undefined)
  }
  canShrinkWithoutContext(_: unknown): _ is T {
    return false
  }
  shrink(value: T): fc.Stream<fc.Value<T>> {
    return fc.stream(
      this.#smaller(value)
        .map((each) => new fc.Value(each, undefined))
        [Symbol.iterator](),
    )
  }
}

/** `text` is the document as written, `document` the same as a value, `policy` what it was parsed to. */
export type Written = { readonly text: string; readonly document: JsonObject; readonly policy: Policy }

function written(document: JsonObject): Written | null {
  const text = serializeJson(document)
  const parsed = parsePolicyText(text)
  return parsed.ok ? { text, document, policy: parsed.value.policy } : null
}

function shown<T extends object>(value: T, text: (value: T) => string): T {
  return Object.defineProperty(value, fc.toStringMethod, { value: () => text(value), configurable: true })
}

/** @throws where the document is refused: it is valid by construction, so that is a finding */
function grownDocument(chance: Chance): Written {
  const document = randomDocument(chance)
  const found = written(document)
  if (!found) throw new Error(`The world made a document that is refused: ${serializeJson(document)}`)
  return shown(found, ({ text }) => text)
}

function smallerDocuments({ document }: Written): Written[] {
  return objectsWithout(document)
    .map(written)
    .filter((each) => each !== null)
    .map((each) => shown(each, ({ text }) => text))
}

/** Valid documents. */
export const validDocument: fc.Arbitrary<Written> = new Grown(grownDocument, smallerDocuments)

export type Trial = Written & { readonly calls: readonly ToolCall[] }

/** Documents with calls that lie near their rules. */
export function trials(calls: number): fc.Arbitrary<Trial> {
  return new Grown(
    (chance) => {
      const grown = grownDocument(chance)
      const made = Array.from({ length: calls }, () => callFor(grown.document, chance))
      return showTrial({ ...grown, calls: made })
    },
    (trial) => [
      ...(trial.calls.length > 1 ? trial.calls.map((call) => showTrial({ ...trial, calls: [call] })) : []),
      ...smallerDocuments(trial).map((each) => showTrial({ ...each, calls: trial.calls })),
      ...(trial.calls.length > 1 ? [] : trial.calls.flatMap(smallerCalls)).map((call) =>
        showTrial({ ...trial, calls: [call] }),
      ),
    ],
  )
}

function smallerCalls(call: ToolCall): ToolCall[] {
  return objectsWithout(call.arguments).map((args) => ({ ...call, arguments: args }))
}
function showTrial(trial: Trial): Trial {
  return shown({ ...trial }, ({ text, calls }) => `${text} with ${calls.map(callText).join(' and ')}`)
}
function callText({ arguments: args, ...call }: ToolCall): string {
  return `${JSON.stringify(call)} and arguments ${serializeJson(args)}`
}

export type Edited = {
  readonly format: 'jsonc' | 'yaml'
  /** The document with white space and comments all over, and without any. */
  readonly text: string
  readonly plain: string
  readonly document: JsonObject
  readonly policy: Policy
  readonly commands: readonly Command[]
  readonly calls: readonly ToolCall[]
}

/** A document as people write it, in JSON with comments or in YAML; one or two commands on it; and calls. */
export const edits: fc.Arbitrary<Edited> = new Grown(
  (chance) => {
    const { text: plain, document, policy } = grownDocument(chance)
    const commands = chance.some(1, 2, () => randomCommand(chance, document))
    const calls = Array.from({ length: 4 }, () => callFor(document, chance))
    const format = chance.once(5) ? 'yaml' : 'jsonc'
    const text = format === 'yaml' ? randomYaml(document, chance.below) : decorate(plain, chance)
    return showEdited({ format, text, plain, document, policy, commands, calls })
  },
  (same) => {
    const { text, plain, commands } = same
    const fewer = commands.map((_, at) => commands.toSpliced(at, 1)).filter((each) => each.length > 0)
    // JSON is YAML too, so what fails on it is shown in the plainer of the two.
    const barer = text === plain ? [] : [{ ...same, text: plain }]
    const smaller = text === plain ? smallerDocuments(same) : []
    return [
      ...fewer.map((each) => ({ ...same, commands: each })),
      ...barer,
      ...smaller.map((each) => ({ ...same, ...each, plain: each.text })),
    ].map(showEdited)
  },
)

function showEdited(edited: Edited): Edited {
  return shown(
    { ...edited },
    ({ format, text, commands }) => `${format} ${text} with ${JSON.stringify(commands)}`,
  )
}

/** Calls that know no document. */
export const toolCall: fc.Arbitrary<ToolCall> = new Grown((chance) => callFor({}, chance), smallerCalls)
export const toolName = fc.constantFrom(...TOOLS)
export const ruleValue: fc.Arbitrary<Json> = new Grown(randomRule)
export const approvalValue: fc.Arbitrary<Json> = new Grown(randomApproval)
export const limitValue: fc.Arbitrary<Json> = new Grown(randomLimit)
export const jsonValue: fc.Arbitrary<Json> = new Grown((chance) => randomValue(chance))
