// A tool as the matching sees it: read once, then asked for each trait.
import {
  type Classifiable,
  type Classification,
  type Field,
  fieldsOf,
  wordsOf,
} from '#lib/catalogue/index.ts'
import { reveal } from '#lib/pins/index.ts'
import type { Category } from '#lib/policy/index.ts'

/** A piece of the definition, word for word: as hostile as the definition. */
export type Quote = {
  readonly source: 'name' | 'description' | 'inputSchema'
  readonly text: string
}

export type ToolView = {
  readonly name: string
  /** The words of the name, in order. */
  readonly words: readonly string[]
  readonly server: ReadonlySet<string>
  readonly description: string
  readonly fields: readonly Field[]
  readonly classification: Classification
}

const MAX_DESCRIPTION = 20_000
const MAX_QUOTE = 120

export function viewOf(classification: Classification, tool: Classifiable, server: string): ToolView {
  const { name, description } = tool
  return {
    name,
    words: wordsOf(name),
    server: new Set(wordsOf(server)),
    description: typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION) : '',
    fields: fieldsOf(tool.inputSchema),
    classification,
  }
}

export function isOf({ classification }: ToolView, ...categories: readonly Category[]): boolean {
  return categories.includes(classification.category)
}

/** The name, where it or the server is called after one of the words. */
export function namedAfter(view: ToolView, words: ReadonlySet<string>): Quote | null {
  return inName(view, words) ?? ([...view.server].some((word) => words.has(word)) ? nameOf(view) : null)
}

/** The name as a quote, if one of its words is in the set. */
export function inName(view: ToolView, words: ReadonlySet<string>): Quote | null {
  return view.words.some((word) => words.has(word)) ? nameOf(view) : null
}

export function nameOf({ name }: ToolView): Quote {
  return { source: 'name', text: shortened(name) }
}

/** What a pattern finds in the description. */
export function inDescription({ description }: ToolView, pattern: RegExp): Quote | null {
  const found = pattern.exec(description)
  return found ? { source: 'description', text: shortened(found[0]) } : null
}

/** The first parameter whose name, in snake case, fits. */
export function inFields(
  { fields }: ToolView,
  name: RegExp,
  description: RegExp | null = null,
): Quote | null {
  const field = fields.find(
    (each) => name.test(each.name) && (description === null || description.test(each.description)),
  )
  return field ? quoteOf(field) : null
}

export function quoteOf({ path, description }: Pick<Field, 'path' | 'description'>): Quote {
  return { source: 'inputSchema', text: shortened(description === '' ? path : `${path}: ${description}`) }
}

/** Every text of the definition that a model reads, with the place it stands in. */
export function* textsOf({ name, description, fields }: ToolView): Generator<Quote> {
  yield { source: 'name', text: name }
  yield { source: 'description', text: description }
  for (const field of fields)
    yield { source: 'inputSchema', text: [field.path, field.description, ...field.values].join(' ') }
}

/** Whether the text holds something that is not drawn, or not drawn as what it is. */
export function hiddenIn(text: string): string | null {
  // Gaps are how texts are laid out; a model reads nothing in them.
  for (const piece of reveal(text))
    if (piece.kind === 'hidden' && piece.why !== 'space' && piece.why !== 'long-space') return piece.label
  return null
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE - 1)}…` : line
}
