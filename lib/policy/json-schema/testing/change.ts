// One thing changed in a document: what a hand does to it, at random.
import fc from 'fast-check'
import { isJsonObject, type Json, jsonObject } from '#lib/json/index.ts'

export const change = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'add', 'rename'),
  key: fc.constantFrom(
    ...['action', 'reason', 'limits', 'require', 'rate_limit', 'conditions', 'value', 'timeout', 'x-a', 'a'],
  ),
  value: fc.constantFrom<Json>(
    ...[null, true, false, 0, 1, -1, 10_001, '', 'deny', 'allow', 'minute', '15m', '8d', '5/hour', 'args.a'],
    ...['args[*]', '/srv', 'example.com', 'sliding', 'exists', 'gt', '(', [], ['a'], ['[::0]']],
    jsonObject(),
    jsonObject([['conditions', []]]),
  ),
})

/** The document with one thing changed: at the `nth` value, counted as a walk meets them. */
export function changeAt(document: Json, nth: number, key: string, value: Json, kind: string): Json {
  const places: (() => Json | undefined)[] = []
  const visit = (here: Json): void => {
    if (Array.isArray(here))
      for (const index of here.keys()) {
        places.push(() => (kind === 'remove' ? here.splice(index, 1)[0] : put(here, index)))
        visit(here[index] ?? null)
      }
    else if (isJsonObject(here))
      for (const name of Object.keys(here)) {
        places.push(() => {
          const old = here[name]
          if (kind === 'add') here[key] = value
          else if (kind === 'replace') here[name] = value
          else delete here[name]
          if (kind === 'rename' && old !== undefined) here[key] = old
          return old
        })
        visit(here[name] ?? null)
      }
  }
  const put = (list: Json[], index: number): Json | undefined => {
    const old = list[index]
    list[index] = value
    return old
  }
  visit(document)
  places[nth % places.length]?.()
  return document
}
