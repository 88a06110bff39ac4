// Recorded arguments laid out for reading: JSON text in pieces, with what was left out as pieces of their own, which
// no text of an argument can be taken for.
import { isJsonObject, type Json, parseJson, serializeJson } from '#lib/json/index.ts'
import { childPointer } from '#lib/policy/index.ts'

export type RecordedGap = {
  readonly at: string
  readonly kind: 'secret' | 'long' | 'unmentioned'
  readonly digest?: string
  readonly bytes?: number
}
/** What was recorded of a call, as a page is told of it. */
export type RecordedView = {
  readonly mode: 'mentioned' | 'all'
  /** The recorded arguments as JSON text. */
  readonly text: string
  readonly gaps: readonly RecordedGap[]
}
export type RecordedPiece = { readonly text: string } | { readonly gap: RecordedGap }

/** The pieces in their order; an empty list where no argument was recorded. */
export function recordedPieces({ text, gaps }: RecordedView): readonly RecordedPiece[] {
  const args = parseJson(text, { maxDepth: 130, maxNodes: 4_000_000 })
  const byPlace = new Map(gaps.map((gap) => [gap.at, gap]))
  if (isJsonObject(args) && Object.keys(args).length === 0 && !byPlace.has('')) return []
  const pieces: RecordedPiece[] = []
  write(args, '', '', { byPlace, pieces })
  return joined(pieces)
}

type Page = { readonly byPlace: ReadonlyMap<string, RecordedGap>; readonly pieces: RecordedPiece[] }

function write(value: Json, at: string, indent: string, page: Page): void {
  const gap = page.byPlace.get(at)
  if (gap && gap.kind !== 'long') {
    page.pieces.push({ gap })
    return
  }
  const inner = `${indent}  `
  const members: readonly (readonly [string, string, Json])[] = Array.isArray(value)
    ? value.map((each, index) => ['', childPointer(at, index), each] as const)
    : isJsonObject(value)
      ? Object.entries(value).map(
          ([key, each]) => [`${JSON.stringify(key)}: `, childPointer(at, key), each] as const,
        )
      : []
  const say = (text: string) => page.pieces.push({ text })
  if (members.length === 0) {
    say(serializeJson(value))
    if (gap) page.pieces.push({ text: ' ' }, { gap })
    return
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  say(`${open}\n`)
  members.forEach(([name, place, each], index) => {
    say(`${inner}${name}`)
    write(each, place, inner, page)
    say(index < members.length - 1 || gap ? ',\n' : '\n')
  })
  if (gap) page.pieces.push({ text: inner }, { gap }, { text: '\n' })
  say(`${indent}${close}`)
}

function joined(pieces: readonly RecordedPiece[]): RecordedPiece[] {
  const all: RecordedPiece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if ('text' in piece && last && 'text' in last) all[all.length - 1] = { text: last.text + piece.text }
    else all.push(piece)
  }
  return all
}
