// Which format a text is in, as far as its first characters tell.
import { readSource } from './source.ts'
import type { Format } from './source-node.ts'

/**
 * What a text looks like. JSON is YAML as well, and is called JSON; a broken text is called what it
 * seems to become, so that its errors speak of that format. Nothing at all counts as JSON with comments.
 */
export function formatOf(text: string): Format {
  const start = significantAt(text, 0)
  if (start === text.length) return 'jsonc'
  const first = text[start] ?? ''
  if ('{["'.includes(first) && readSource(text, 'json').ok) return 'json'
  return first === '{' && !isYamlKey(text[significantAt(text, start + 1)]) ? 'jsonc' : 'yaml'
}

/** The format of a text that is said to be in one: JSON that is said to be YAML is called JSON all the same. */
export function formatAs(text: string, said: Format | undefined): Format {
  if (said === 'json' || said === 'jsonc') return said
  const format = formatOf(text)
  return said === 'yaml' && format !== 'json' ? 'yaml' : format
}

/** Behind an opening brace JSON has a key in double quotes, or the end. */
function isYamlKey(character: string | undefined): boolean {
  return character !== undefined && character !== '"' && character !== '}'
}

/** The first character that is neither white space, a byte order mark, nor in a comment of JSON. */
function significantAt(text: string, from: number): number {
  return from + (/^(?:[\s\ufeff]+|\/\/.*|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from))?.[0].length ?? 0)
}
