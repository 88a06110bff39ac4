// A YAML text as the library's tokens, within bounds: it works on trees by recursion, and takes seconds
// for a megabyte of brackets.
import type { CST } from 'yaml'
import { engines } from '#lib/policy/engines/chosen.ts'
import { MAX_DEPTH } from '../source/source-node.ts'
import type { Faults } from './faults.ts'
import { faultWords } from './words.ts'

/**
 * The tokens of the first document and the start of a second. Reports what is no token; stops at the
 * place that `tooDeep` names where brackets or dashes are nested beyond the bound.
 */
export function readTokens(text: string, faults: Faults): { tokens: CST.Token[] } | { tooDeepAt: number } {
  const { Lexer, Parser } = engines.yamlLibrary()
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let documents = 0
  const take = (made: Iterable<CST.Token>): void => {
    for (const token of made) {
      if (token.type === 'error') faults.add(token.offset, 1, faultWords('UNEXPECTED_TOKEN', token.message))
      else tokens.push(token)
      if (token.type === 'document') documents++
    }
  }
  const nestingAfter = countNesting()
  let offset = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (nestingAfter(lexeme) > MAX_DEPTH) return { tooDeepAt: offset }
    take(parser.next(lexeme))
    if (!MARKS.has(lexeme)) offset += lexeme.length
    if (faults.full || documents > 1) return { tokens }
  }
  take(parser.end())
  return { tokens }
}

/** What the lexer adds to the text: a document, an end in brackets, and a scalar begin. */
const SCALAR = '\u001f'
const MARKS = new Set(['\u0002', '\u0018', SCALAR])

/** Counts the brackets that are open, and the dashes and colons that one line nests. */
function countNesting(): (lexeme: string) => number {
  let brackets = 0
  let onLine = 0
  let before = ''
  return (lexeme) => {
    const isText = before === SCALAR
    before = lexeme
    if (isText) return brackets + onLine
    if (lexeme === '{' || lexeme === '[') brackets++
    else if (lexeme === '}' || lexeme === ']') brackets = Math.max(brackets - 1, 0)
    else if (lexeme.endsWith('\n')) onLine = 0
    else if (brackets === 0 && (lexeme === '-' || lexeme === '?' || lexeme === ':')) onLine++
    return brackets + onLine
  }
}

/** How many comments a text has. */
export function countYamlComments(text: string): number {
  const { Lexer } = engines.yamlLibrary()
  let comments = 0
  let before = ''
  for (const lexeme of new Lexer().lex(text)) {
    if (before !== SCALAR && lexeme.startsWith('#')) comments++
    before = lexeme
  }
  return comments
}
