// Readers that forgive: published bypasses of policy proxies worked because one of two readers took the
// first of two equal keys, folded case (`paramſ` is `params`), or stopped at a NUL. Each reading says
// what a server with such a reader would carry out.
import { type Node, parseTree } from 'jsonc-parser'
import { nodeForm } from './json-readers.ts'

/** What a reader makes of a message: everything that decides what is carried out. */
export type Reading = {
  readonly method: string | null
  readonly id: string | null
  readonly name: string | null
  readonly uri: string | null
  readonly arguments: string | null
}

type Lenient = { readonly foldKey: (key: string) => string; readonly takes: 'first' | 'last' }

const exact = (key: string) => key
const folded = (key: string) => key.normalize('NFKC').toLowerCase().replace(/ı/g, 'i')
const stripped = (key: string) => folded(key).replace(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]/gu, '')
const cut = (key: string) => key.replace(/\0.*$/s, '')

export const LENIENT_READERS: Readonly<Record<string, Lenient>> = {
  'takes the first key': { foldKey: exact, takes: 'first' },
  'takes the last key': { foldKey: exact, takes: 'last' },
  'folds case, first': { foldKey: folded, takes: 'first' },
  'folds case, last': { foldKey: folded, takes: 'last' },
  'overlooks invisible characters, first': { foldKey: stripped, takes: 'first' },
  'overlooks invisible characters, last': { foldKey: stripped, takes: 'last' },
  'stops at NUL, last': { foldKey: cut, takes: 'last' },
}

/** Reads a message forgivingly; comments and trailing commas are overlooked as well. */
export function lenientReading(text: string, reader: Lenient): Reading {
  const root = parseTree(text, [], { allowTrailingComma: true })
  const params = find(root, 'params', reader)
  const shown = (node: Node | undefined) => (node ? nodeForm(node) : null)
  return {
    method: shown(find(root, 'method', reader)),
    id: shown(find(root, 'id', reader)),
    name: shown(find(params, 'name', reader)),
    uri: shown(find(params, 'uri', reader)),
    arguments: shown(find(params, 'arguments', reader)),
  }
}

function find(node: Node | undefined, key: string, { foldKey, takes }: Lenient): Node | undefined {
  if (node?.type !== 'object') return undefined
  const found = (node.children ?? []).filter(({ children }) => foldKey(String(children?.[0]?.value)) === key)
  return (takes === 'first' ? found[0] : found.at(-1))?.children?.[1]
}
