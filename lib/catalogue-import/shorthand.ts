// The arguments of a tool on one line, as the seed writes them: `customer! amount!:number kind=PIX|BOLETO
// payer{name! email} tags[] items[]{sku! count:integer} parts:integer=1|2`. Without a sign an argument is a text; `!` is required.
import { type JsonObject, jsonObject } from '#lib/json/index.ts'

const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array'])

/** @throws SyntaxError naming the place, for a line that is not in this form */
export function schemaOf(line: string): JsonObject {
  const reader = new Reader(line)
  const schema = reader.members()
  reader.end()
  return schema
}

class Reader {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  members(): JsonObject {
    const properties = jsonObject()
    const required: string[] = []
    for (;;) {
      this.#take(/ */y)
      const name = this.#take(/[\w$@.-]+(?:\[[\w$@.-]+\])*/y)
      if (name === null) break
      if (this.#take(/!/y) !== null) required.push(name)
      properties[name] = this.#shape()
    }
    return jsonObject([
      ['type', 'object'],
      ['properties', properties],
      ...(required.length > 0 ? ([['required', required]] as const) : []),
    ])
  }

  end(): void {
    if (this.#at < this.#text.length) throw new SyntaxError(`unexpected at ${this.#at}: ${this.#text}`)
  }

  #shape(): JsonObject {
    if (this.#take(/\[\]/y) !== null)
      return jsonObject([
        ['type', 'array'],
        ['items', this.#shape()],
      ])
    if (this.#take(/\{/y) !== null) {
      const members = this.members()
      if (this.#take(/\}/y) === null) throw new SyntaxError(`} is missing at ${this.#at}: ${this.#text}`)
      return members
    }
    const type = this.#take(/:\w+/y)?.slice(1) ?? 'string'
    if (type === 'any') return jsonObject()
    if (!TYPES.has(type)) throw new SyntaxError(`no type “${type}” at ${this.#at}: ${this.#text}`)
    const values = this.#take(/=[^ {}]+/y)
      ?.slice(1)
      .split('|')
    return jsonObject([
      ['type', type],
      ...(values ? ([['enum', type === 'string' ? values : values.map(Number)]] as const) : []),
    ])
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) return null
    this.#at += found[0].length
    return found[0]
  }
}
