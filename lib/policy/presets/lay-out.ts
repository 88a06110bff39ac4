// A table of treatments laid out over the tools of a server: the text of a document, always valid.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { Category, Severity } from '../call.ts'
import { printValue, type Style } from '../edit/layout.ts'
import { isGlob } from '../evaluate/glob.ts'
import { utf8Bytes } from '../evaluate/regex.ts'
import { MAX_STRING_BYTES } from '../read/members.ts'
import { MAX_ENTRIES } from '../read/parse.ts'
import { MAX_DOCUMENT_BYTES } from '../source/source.ts'
import { ALLOW, LONGEST_SUFFIX, limitsOf, stricter, type Treatment } from './treatment.ts'

/** A tool as its catalogue names it. Without a severity, the category alone decides. */
export type LaidOut = { readonly name: string; readonly category: Category; readonly severity?: Severity }

type Treatments = {
  readonly byCategory: Readonly<Record<Category, Treatment>>
  readonly bySeverity: Readonly<Record<Severity, Treatment>>
  readonly together: number | null
}

const STYLE: Style = { eol: '\n', indent: '  ', oneLine: false, gap: ' ' }
/** For everything in the document that is no tool's. */
const ROOM = 4096

/** What a text says, known to whoever wrote it: readers of the text come to the same. */
export type Written = { readonly text: string; readonly document: Json }

/** The document, two-space JSON with `default: deny` for every tool that it does not name. */
export function layOut(treatments: Treatments, tools: readonly LaidOut[]): Written {
  const all = [...treatmentsOf(treatments, tools)]
  if (all.length <= MAX_ENTRIES) {
    // Nothing here holds a number that the platform would write differently.
    const document = documentOf(treatments, all)
    const text = `${JSON.stringify(document, null, STYLE.indent)}\n`
    // A unit of UTF-16 is at most three bytes: what is short enough needs no counting.
    if (text.length * 3 <= MAX_DOCUMENT_BYTES) return { text, document }
  }
  const document = documentOf(treatments, firstThatFit(all))
  return { text: `${printDocument(document)}\n`, document }
}

function documentOf(treatments: Treatments, all: readonly (readonly [string, Treatment])[]): JsonObject {
  const hide: string[] = []
  const entries: [string, JsonObject][] = []
  for (const [name, { entry }] of all) {
    if (entry) entries.push([name, entry(name)])
    else hide.push(name)
  }
  const document: [string, Json][] = [
    ['version', '1'],
    ['default', 'deny'],
    ...(hide.length > 0 ? [['hide', hide] satisfies [string, Json]] : []),
    ...togetherOf(treatments),
    ['tools', jsonObject(entries)],
  ]
  return jsonObject(document)
}

/** As many tools as a document has room for. */
function firstThatFit(all: readonly [string, Treatment][]): [string, Treatment][] {
  let bytes = ROOM
  const tooMany = all.findIndex(([name, { entry }]) => {
    const printed = entry ? printValue(jsonObject([[name, entry(name)]]), STYLE, '  ') : JSON.stringify(name)
    bytes += utf8Bytes(printed) + ',\n    '.length
    return bytes > MAX_DOCUMENT_BYTES
  })
  return all.slice(0, Math.min(tooMany < 0 ? all.length : tooMany, MAX_ENTRIES))
}

/** A document as Portcullis writes one itself. */
export function printDocument(document: Json): string {
  return printValue(document, STYLE, '')
}

function treatmentsOf(treatments: Treatments, tools: readonly LaidOut[]): Map<string, Treatment> {
  const byName = new Map<string, Treatment>()
  for (const { name, category, severity } of tools) {
    if (!canBeNamed(name)) continue
    const earned = stricter(
      treatments.byCategory[category],
      severity ? treatments.bySeverity[severity] : ALLOW,
    )
    byName.set(name, stricter(earned, byName.get(name) ?? ALLOW))
  }
  return byName
}

/** A name with `*` would be a pattern; one that is too long or broken would make the document invalid. */
function canBeNamed(name: string): boolean {
  return !isGlob(name) && name.isWellFormed() && utf8Bytes(name) + LONGEST_SUFFIX.length <= MAX_STRING_BYTES
}

function togetherOf({ together }: Treatments): [string, Json][] {
  return together === null ? [] : [['all_tools', jsonObject([limitsOf('all_calls', 'minute', together)])]]
}
