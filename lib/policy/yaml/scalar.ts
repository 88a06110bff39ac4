// A key or a single value. It counts as what JSON could say with the same characters; the rest is reported.
import type { Node, Scalar } from 'yaml'
import { engines } from '#lib/policy/engines/chosen.ts'
import type { SourceNode } from '../source/source-node.ts'
import type { Faults } from './faults.ts'

/** @param key any node of the library; null where nothing stands */
export function keyNode(key: Node | null, emptyAt: number, text: string, faults: Faults): SourceNode {
  const scalar = engines.yamlLibrary().isScalar(key) ? key : null
  const [offset, end] = key?.range ?? [emptyAt, emptyAt]
  const length = end - offset
  const written = text.slice(offset, end)
  const report = (message: string): void => faults.add(offset, Math.max(length, 1), message)
  if (written === '<<') report('Merge keys (<<) are not allowed: write the members out here.')
  else if (typeof scalar?.value !== 'string')
    report(
      written === ''
        ? 'A key is a text, and none stands here: write “key: value”.'
        : `A key is a text: write ${JSON.stringify(written)}, in quotes.`,
    )
  const value = typeof scalar?.value === 'string' ? scalar.value : written
  return { type: 'string', offset, length, value }
}

/** @param scalar null where nothing stands */
export function scalarNode(scalar: Scalar | null, emptyAt: number, text: string, faults: Faults): SourceNode {
  const [offset, end] = scalar?.range ?? [emptyAt, emptyAt]
  const { BLOCK_LITERAL, BLOCK_FOLDED } = engines.yamlLibrary().Scalar
  const isBlock = scalar?.type === BLOCK_LITERAL || scalar?.type === BLOCK_FOLDED
  const written = isBlock ? text.slice(offset, end).replace(LINE_ENDS, '') : text.slice(offset, end)
  const { length } = written
  const value = scalar?.value ?? null
  if (written === '') return { type: 'null', offset: emptyAt, length, value: null }
  if (typeof value === 'string') {
    if (isBlock && SPACES_AT_END.test(value))
      faults.add(offset, length, 'A line of spaces ends this text unseen: write it in double quotes.')
    return { type: 'string', offset, length, value }
  }
  if (typeof value === 'boolean') return { type: 'boolean', offset, length, value }
  if (value === null) return { type: 'null', offset, length, value }
  if (!JSON_NUMBER.test(written)) faults.add(offset, length, numberWords(written))
  return { type: 'number', offset, length, value }
}

const LINE_ENDS = /(?:\r?\n[ \t]*)+$/
const SPACES_AT_END = /(?:^|\n)[ \t]+\n?$/
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function numberWords(written: string): string {
  if (/nan|inf/i.test(written)) return `${written} is no number: write a finite one, or a text in quotes.`
  return `Readers of YAML disagree on ${written}: write a plain decimal number, or a text in quotes.`
}
