// The place in a text that is JSON, or is about to be.
import { findNodeAtLocation, getLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser'
import { fromPlain, isJsonObject, jsonObject } from '#lib/json/index.ts'
import type { Place } from './place.ts'

/** @param offset of the cursor, in UTF-16 units */
export function jsonPlace(text: string, offset: number): Place | null {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset)
  if (path.length === 0 && !isAtPropertyKey) return null
  const root = parseTree(text, [], { allowTrailingComma: true })
  const holder = objectAround(root, path)
  const within =
    previousNode && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length
      ? previousNode
      : null
  const word = wordAround(text, offset)
  const from = within?.offset ?? word.from
  const to = within ? within.offset + within.length : word.to
  const rest = text.slice(to).replace(/^(?:\s|\/\/[^\n]*\n)+/, '')
  return {
    path: isAtPropertyKey ? path.slice(0, -1) : path,
    at: isAtPropertyKey ? 'key' : 'value',
    from,
    to,
    around: objectOf(holder),
    comma: /^["{[\w]/.test(rest),
  }
}

/** The innermost object on the way to the place. */
function objectAround(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  for (let length = path.length - 1; length >= 0; length--) {
    const node = root && findNodeAtLocation(root, path.slice(0, length))
    if (node?.type === 'object') return node
  }
  return root?.type === 'object' ? root : undefined
}

function objectOf(node: Node | undefined) {
  if (!node) return jsonObject()
  // A half-written document may hold what is no JSON yet, such as a key without its value.
  const value = fromPlain(JSON.parse(JSON.stringify(getNodeValue(node) ?? {})))
  return isJsonObject(value) ? value : jsonObject()
}

/** Letters that stand at the cursor without quotes: what somebody begins to type. */
function wordAround(text: string, offset: number): { from: number; to: number } {
  let from = offset
  while (from > 0 && /[\w.$-]/.test(text[from - 1] ?? '')) from--
  let to = offset
  while (to < text.length && /[\w.$-]/.test(text[to] ?? '')) to++
  return { from, to }
}
