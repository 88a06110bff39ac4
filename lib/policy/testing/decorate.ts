// A document as people write it: white space and comments of all kinds between its tokens.
import { createScanner } from 'jsonc-parser'
import { Lexer } from 'yaml'
import type { Format } from '../source/source-node.ts'
import type { Chance } from './chance.ts'

const TRIVIA = [
  ...['', '', '', ' ', '\n', '\n  ', '\r\n\t', ' /* a */', '\n// b\n', ' // c\n', '/*"d":{}*/ ', '\n\n'],
  ...[' /* { */', '// "tools": {\n', '\t', '/**/'],
]
// The library declares its tokens as a `const enum`, which isolated modules cannot read.
const END = 17
const LINE_COMMENT = 12
const BLOCK_COMMENT = 13

/** The document with white space and comments after every token, or after a few. */
export function decorate(text: string, chance: Chance): string {
  const scanner = createScanner(text)
  const step = chance.pick([1, 5, 12])
  let result = chance.once(4) ? chance.pick(TRIVIA) : ''
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    result += text.slice(scanner.getTokenOffset(), scanner.getPosition())
    if (chance.once(step)) result += chance.pick(TRIVIA)
  }
  return result
}

export type Span = { readonly offset: number; readonly length: number }

/** Every comment that begins outside of these spans, in order. */
export function commentsOutside(text: string, spans: readonly Span[], format: Format): string[] {
  return format === 'yaml' ? yamlCommentsOutside(text, spans) : jsonCommentsOutside(text, spans)
}

function yamlCommentsOutside(text: string, spans: readonly Span[]): string[] {
  const comments: string[] = []
  let at = 0
  let isText = false
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer itself: a document, a text, a flow error.
    const isMark = !isText && ['\u0002', '\u001f', '\u0018'].includes(lexeme)
    if (!isText && lexeme.startsWith('#') && !inside(at, spans)) comments.push(lexeme)
    isText = lexeme === '\u001f'
    if (!isMark) at += lexeme.length
  }
  return comments
}

function inside(at: number, spans: readonly Span[]): boolean {
  return spans.some(({ offset, length }) => at >= offset && at < offset + length)
}

function jsonCommentsOutside(text: string, spans: readonly Span[]): string[] {
  const scanner = createScanner(text)
  const comments: string[] = []
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    const at = scanner.getTokenOffset()
    if ((token === LINE_COMMENT || token === BLOCK_COMMENT) && !inside(at, spans))
      comments.push(text.slice(at, scanner.getPosition()).trimEnd())
  }
  return comments
}
