// How other programs read a JSON text. Three that share no code: the engine's own, the scanner of an
// editor, and a reader that keeps every digit.
import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { isLosslessNumber, parse as parseLossless } from 'lossless-json'
import { formOf, numberForm, objectForm } from './form.ts'

/** A text's form as a reader has it, or null where the reader refuses the text. */
export type JsonReader = (text: string) => string | null

export const JSON_READERS: Readonly<Record<string, JsonReader>> = {
  'JSON.parse': (text) => orNull(() => formOf(JSON.parse(text))),
  'jsonc-parser': (text) => {
    const errors: ParseError[] = []
    const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
    return tree && errors.length === 0 ? nodeForm(tree) : null
  },
  'lossless-json': (text) =>
    orNull(() =>
      formOf(parseLossless(text), (value) =>
        isLosslessNumber(value) ? numberForm(Number(value.value)) : null,
      ),
    ),
}

/** The form with every number as its digits stand there; null for a text that this reader refuses. */
export function digitsForm(text: string): string | null {
  return orNull(() => formOf(parseLossless(text), (value) => (isLosslessNumber(value) ? value.value : null)))
}

/** The form of a tree, with the last of equal keys. (`getNodeValue` would assign `__proto__`.) */
export function nodeForm(node: Node): string {
  if (node.type === 'array') return `[${(node.children ?? []).map(nodeForm).join(',')}]`
  if (node.type !== 'object') return formOf(node.value)
  const members = (node.children ?? []).map(({ children: [key, value] = [] }) => {
    const form = value ? nodeForm(value) : ''
    return [JSON.stringify(key?.value), form] as const
  })
  return objectForm([...new Map(members)])
}

function orNull(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null
  }
}
