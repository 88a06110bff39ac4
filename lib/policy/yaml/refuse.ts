// What YAML can say and a policy does not (SPEC P1): whatever is no plain data, and whatever readers of
// YAML disagree on. Found in the tokens, where nothing is interpreted yet.
import type { CST } from 'yaml'
import { MAX_DEPTH } from '../source/source-node.ts'
import type { Faults } from './faults.ts'

/** Readers disagree on which of these end a line or may stand at all. */
const CHARACTERS = /(?![\t\n]|\r\n)[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu

export function refuseCharacters(text: string, faults: Faults): void {
  for (const match of text.matchAll(CHARACTERS)) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    faults.add(
      match.index,
      1,
      `The character U+${code} is not allowed here: write it as \\u${code} in double quotes.`,
    )
  }
}

/** Reports what is refused, in the order of the text; the offset of the first thing beyond the depth, or null. */
export function refuseTokens(tokens: readonly CST.Token[], faults: Faults): number | null {
  let deepAt: number | null = null
  const refuse: Refuse = (at, sentence) =>
    faults.add(at.offset, Math.max(at.source?.length ?? 1, 1), sentence)
  const walk = (token: CST.Token, depth: number): void => {
    refuseToken(token, refuse)
    if (token.type === 'document') {
      for (const each of token.start) walk(each, depth)
      if (token.value) walk(token.value, depth)
    } else if (token.type === 'block-scalar') for (const each of token.props) walk(each, depth)
    else if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
      if (depth === MAX_DEPTH) deepAt ??= token.offset
      else for (const item of token.items) walkItem(item, depth + 1)
    }
  }
  const walkItem = ({ start, key, sep, value }: CST.CollectionItem, depth: number): void => {
    for (const each of start) walk(each, depth)
    if (key) walk(key, depth)
    if (sep) for (const each of sep) walk(each, depth)
    if (value) walk(value, depth)
  }
  let documents = 0
  for (const token of tokens) {
    if (token.type !== 'document' || ++documents === 1) walk(token, 0)
    else faults.add(token.offset, 3, SENTENCES.documents)
  }
  return deepAt
}

type Refuse = (at: { offset: number; source?: string }, sentence: string) => void

const SENTENCES = {
  documents: 'One text is one policy: put the second document into a text of its own.',
  anchor: 'Anchors (&) are not allowed: write the value out at each place.',
  alias: 'Aliases (*) are not allowed: write the value out here.',
  tag: 'Tags (!) are not allowed: a value is what it looks like, and a text in quotes is a text.',
  directive: 'Directives (%) are not allowed: a policy is YAML 1.2.',
  explicitKey: 'Keys that begin with “?” are not allowed: write “key: value”.',
  noColon: 'A key needs a colon, a space and a value.',
  pairInList: 'A pair inside [ ] needs braces of its own: write [{ key: value }].',
  lastComma: 'No comma stands before the closing bracket: take it out.',
  escape: 'There is no such escape: write a backslash as \\\\.',
  keep: 'Blank lines that count at the end of a text (+) are not allowed: write the text in double quotes.',
} as const

function refuseToken(token: CST.Token, refuse: Refuse): void {
  if (token.type === 'anchor' || token.type === 'alias' || token.type === 'tag' || token.type === 'directive')
    refuse(token, SENTENCES[token.type])
  else if (token.type === 'explicit-key-ind') refuse(token, SENTENCES.explicitKey)
  else if (token.type === 'double-quoted-scalar') refuseEscapes(token, refuse)
  else if (token.type === 'block-scalar-header' && token.source.includes('+')) refuse(token, SENTENCES.keep)
  else if (token.type === 'flow-collection') refuseInBrackets(token, refuse)
}

// The library finds these too, but takes seconds for a text of nothing else.
function refuseEscapes({ offset, source }: CST.FlowScalar, refuse: Refuse): void {
  for (const match of source.matchAll(ESCAPES))
    if (UNKNOWN_ESCAPE.test(match[0]))
      refuse({ offset: offset + match.index, source: match[0] }, SENTENCES.escape)
}
const ESCAPES = /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|\r\n|[\s\S])/gi
const UNKNOWN_ESCAPE = /^\\[^0abtnvfre "/\\N_LP\s]$/

function refuseInBrackets({ start, items }: CST.FlowCollection, refuse: Refuse): void {
  for (const [index, item] of items.entries()) {
    const { key, sep, value } = item
    const comma = item.start.find((token) => token.type === 'comma')
    const isEmpty = !key && !sep && !value
    if (isEmpty && comma && index === items.length - 1) refuse(comma, SENTENCES.lastComma)
    if (isEmpty) continue
    const colon = sep?.find((token) => token.type === 'map-value-ind')
    const place = key ?? sep?.[0] ?? value ?? start
    if (start.source === '[' && colon) refuse(place, SENTENCES.pairInList)
    if (start.source === '{' && !colon) refuse(place, SENTENCES.noColon)
  }
}
