// From the library's nodes to our tree.
import type { Pair, YAMLMap, YAMLSeq } from 'yaml'
import { engines } from '#lib/policy/engines/chosen.ts'
import type { SourceNode } from '../source/source-node.ts'
import type { Faults } from './faults.ts'
import { keyNode, scalarNode } from './scalar.ts'

/**
 * The tree of a node that was composed from tokens. What no JSON text could say is reported.
 * @param emptyAt where the node would begin if nothing stands there
 */
export function treeOf(node: unknown, emptyAt: number, text: string, faults: Faults): SourceNode {
  const { isMap, isNode, isScalar, isSeq } = engines.yamlLibrary()
  const read = (each: unknown, empty: number): SourceNode => {
    if (isMap(each))
      return objectNode(each, empty, read, (key) => keyNode(isNode(key) ? key : null, empty, text, faults))
    if (isSeq(each)) return listNode(each, empty, read)
    return scalarNode(isScalar(each) ? each : null, empty, text, faults)
  }
  return read(node, emptyAt)
}

type Read = (node: unknown, emptyAt: number) => SourceNode

function objectNode(
  map: YAMLMap<unknown, unknown>,
  emptyAt: number,
  read: Read,
  readKey: (key: unknown) => SourceNode,
): SourceNode {
  const children = map.items.map((pair) => propertyNode(pair, read, readKey))
  return collectionNode('object', map, children, emptyAt)
}

function propertyNode(
  pair: Pair<unknown, unknown>,
  read: Read,
  readKey: (key: unknown) => SourceNode,
): SourceNode {
  const key = readKey(pair.key)
  const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind')
  const keyEnd = key.offset + key.length
  const colonOffset = colon?.offset ?? keyEnd
  const value = read(pair.value, colon ? colonOffset + 1 : keyEnd)
  const end = value.offset + value.length
  return {
    type: 'property',
    offset: key.offset,
    length: end - key.offset,
    colonOffset,
    children: [key, value],
  }
}

function listNode(list: YAMLSeq, emptyAt: number, read: Read): SourceNode {
  const { srcToken } = list
  const dashes =
    srcToken?.type === 'block-seq'
      ? srcToken.items.flatMap((item) => item.start.filter((token) => token.type === 'seq-item-ind'))
      : []
  const children = list.items.map((item, index) => {
    const mark = dashes[index]?.offset
    return mark === undefined ? read(item, emptyAt) : { ...read(item, mark + 1), mark }
  })
  return collectionNode('array', list, children, emptyAt)
}

function collectionNode(
  type: 'object' | 'array',
  collection: YAMLMap<unknown, unknown> | YAMLSeq,
  children: SourceNode[],
  emptyAt: number,
): SourceNode {
  const last = children.at(-1)
  if (collection.flow || !last) {
    const [start, end] = collection.range ?? [emptyAt, emptyAt]
    return { type, offset: start, length: end - start, children }
  }
  const start = children[0]?.mark ?? children[0]?.offset ?? emptyAt
  return { type, offset: start, length: last.offset + last.length - start, children, block: true }
}
