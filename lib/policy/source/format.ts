// Which format a text is in, as far as its first characters tell.
import { readSource } from './source.ts'
import type { Format } from './source-node.ts'

/**
 * What a text looks like. JSON is YAML as well, and is called JSON; a broken text is called what it
 * seems to become, so that its errors speak of that format. Nothing at all counts as JSON with comments.
 */
export function formatOf(text: string): Format {
  const first = text[significantAt(text, 0)] ?? ' '
  return '{["'.includes(first) && readSource(text, 'json').ok ? 'json' : notationOf(text)
}

/** The format to read a text in while it is being written: told from its first characters alone, at once. */
export function notationOf(text: string): Exclude<Format, 'json'> {
  const start = significantAt(text, 0)
  if (start === text.length) return 'jsonc'
  return text[start] === '{' && !isYamlKey(text[significantAt(text, start + 1)]) ? 'jsonc' : 'yaml'
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
