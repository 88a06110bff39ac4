// The faults of a text as they are found: of several at one place the first says what is wrong.
import type { Issue } from '../issue.ts'
import { issueAt } from '../source/source-node.ts'

/** More than anybody reads at once; a text of brackets would make a million. */
const MAX_FAULTS = 100

export type Fault = { readonly offset: number; readonly length: number; readonly message: string }

export class Faults {
  readonly #text: string
  readonly #at = new Map<number, Fault>()

  constructor(text: string) {
    this.#text = text
  }

  add(offset: number, length: number, message: string): void {
    if (!this.full && !this.#at.has(offset)) this.#at.set(offset, { offset, length, message })
  }

  get full(): boolean {
    return this.#at.size >= MAX_FAULTS
  }

  /** In the order of the text, each with the line that a person looks for. */
  issues(): Issue[] {
    let line = 1
    let counted = 0
    const inOrder = [...this.#at.values()].sort((a, b) => a.offset - b.offset)
    return inOrder.map(({ offset, length, message }) => {
      for (; counted < offset; counted++) if (this.#text[counted] === '\n') line++
      return issueAt('syntax', '', `Line ${line}: ${message}`, offset, length)
    })
  }
}
