import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  isJsonObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
} from '#lib/json/index.ts'
import { edit, parsePolicyText } from '../index.ts'
import { validDocument } from '../testing/arbitraries.ts'
import { runs } from '../testing/runs.ts'
import { type MergePart, mergedDocument, mergeParts, type Side, sideOf } from './merge.ts'

function documentOf(text: string): JsonObject {
  const value = parseJson(text)
  if (!isJsonObject(value)) throw new Error('no object')
  return value
}

const NOTHING: ReadonlyMap<string, Side> = new Map()
const said = (parts: readonly MergePart[]) => parts.map(({ pointer, changedBy }) => [pointer, changedBy])

/** The document as a set of parts: what merging is about, without the order in which they stand. */
function partsOf(document: JsonObject): string {
  const hide = member(document, 'hide')
  const sorted = Array.isArray(hide) ? [...new Set(hide.map((name) => String(name)))].sort() : []
  const rest = Object.entries(document).filter(([key]) => key !== 'hide')
  const full = rest.filter(([key, value]) => !isEmptyList(key, value))
  return canonicalJson([sorted, ...full.sort(([a], [b]) => (a < b ? -1 : 1)).map((each) => [...each])])
}
const isEmptyList = (key: string, value: Json) =>
  (key === 'tools' || key === 'methods') && isJsonObject(value) && Object.keys(value).length === 0

describe('merging two documents made from one', () => {
  const base = documentOf(
    '{"version":"1","default":"deny","hide":["wipe"],"tools":{"read":{},"send":{},"pay":{"action":"deny"}}}',
  )
  const mine = documentOf(
    '{"version":"1","default":"deny","hide":["wipe","drop"],"tools":{"read":{},"send":{"rate_limit":"5/minute"}}}',
  )
  const theirs = documentOf(
    '{"version":"1","default":"allow","methods":{"resources":"allow"},"tools":{"read":{},"send":{"rate_limit":"9/minute"},"pay":{"action":"deny"},"look":{}}}',
  )

  it('names every part that changed, and who changed it', () => {
    expect(said(mergeParts(base, mine, theirs)).sort()).toEqual([
      ['/default', 'theirs'],
      ['/hide/drop', 'mine'],
      ['/hide/wipe', 'theirs'],
      ['/methods/resources', 'theirs'],
      ['/tools/look', 'theirs'],
      ['/tools/pay', 'mine'],
      ['/tools/send', 'both'],
    ])
  })

  it('keeps what one side alone changed, and takes what was chosen where both did', () => {
    const parts = mergeParts(base, mine, theirs)
    const merged = mergedDocument(mine, parts, new Map([['/tools/send', 'theirs']]))
    expect(partsOf(merged)).toBe(
      partsOf(
        documentOf(
          '{"version":"1","default":"allow","hide":["drop"],"methods":{"resources":"allow"},"tools":{"read":{},"send":{"rate_limit":"9/minute"},"look":{}}}',
        ),
      ),
    )
  })

  it('says nothing of what both changed alike', () => {
    expect(mergeParts(base, theirs, theirs)).toEqual([])
  })

  it('of any documents: whoever alone changed something is kept whole, and each part is as chosen', () => {
    fc.assert(
      fc.property(
        validDocument,
        validDocument,
        validDocument,
        fc.infiniteStream(fc.boolean()),
        (a, b, c, coins) => {
          const [base, mine, theirs] = [a, b, c].map(({ text }) => documentOf(text)) as [
            JsonObject,
            JsonObject,
            JsonObject,
          ]
          const only = (parts: readonly MergePart[]) => new Set(parts.map((part) => part.changedBy))
          expect([...only(mergeParts(base, base, theirs))]).not.toContain('mine')
          expect(partsOf(mergedDocument(base, mergeParts(base, base, theirs), NOTHING))).toBe(partsOf(theirs))
          expect(mergedDocument(mine, mergeParts(base, mine, base), NOTHING)).toEqual(mine)
          const parts = mergeParts(base, mine, theirs)
          const chosen = new Map<string, Side>(
            parts.map(({ pointer }) => [pointer, coins.next().value ? 'mine' : 'theirs']),
          )
          const merged = mergedDocument(mine, parts, chosen)
          for (const part of mergeParts(merged, mine, theirs))
            expect(part.changedBy).toBe(sideOf(part, chosen) === 'mine' ? 'theirs' : 'mine')
        },
      ),
      runs(200),
    )
  })

  it('reaches the text as one edit that leaves the rest as it stands', () => {
    const text =
      '{ "version": "1", // ours\n  "default": "deny",\n  "tools": {\n    "send": {} // later\n  }\n}\n'
    const parsed = parsePolicyText(text)
    if (!parsed.ok) throw new Error(parsed.issues[0].message)
    const { document } = parsed.value
    const other = documentOf('{"version":"1","default":"deny","tools":{"send":{},"look":{}}}')
    const merged = mergedDocument(document, mergeParts(document, document, other), NOTHING)
    const result = edit(text, { type: 'set', pointer: '', value: merged })
    expect(result.text).toContain('"send": {}, // later')
    expect(result.text).toContain('"look": {}')
    expect(result.text.split('\n').filter((line) => !text.split('\n').includes(line))).toHaveLength(2)
  })
})
