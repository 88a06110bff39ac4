import { clsx } from 'clsx'
import { ArrowRight } from 'lucide-react'
import { isJsonObject, type Json, parseJson, serializeJson } from '#lib/json/index.ts'
import { type Difference, placeOf } from '#lib/pins/index.ts'
import { pretty } from '../pretty.ts'
import { Revealed } from './revealed.tsx'
import { removedStyle, WordDifference } from './word-difference.tsx'

type DifferenceListProps = {
  differences: readonly Difference[]
  /** Nothing was accepted before, so that everything is there for the first time. */
  isNew: boolean
}

/** Every place that differs, under the part of the definition it stands in. Nothing is left out. */
export function DifferenceList({ differences, isNew }: DifferenceListProps) {
  const parts = new Map<string, Difference[]>()
  for (const each of differences) {
    const { part } = placeOf(each.pointer)
    parts.set(part, [...(parts.get(part) ?? []), each])
  }
  return (
    <dl className="divide-y divide-line rounded-md border border-line bg-surface">
      {[...parts].map(([part, places]) => (
        <div key={part} className="grid gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
          <dt className="break-words font-medium text-13">
            <Revealed text={part} />
          </dt>
          <dd className="flex min-w-0 flex-col gap-3">
            {places.map((place) => (
              <Place key={place.pointer} difference={place} isNew={isNew} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const KINDS = { added: 'Added', removed: 'Removed', changed: 'Changed' }

function Place({ difference, isNew }: { difference: Difference; isNew: boolean }) {
  const { before, after, pointer } = difference
  const { within } = placeOf(pointer)
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
  if (isNew && after !== null)
    return (
      <div className="min-w-0 whitespace-pre-wrap break-words text-14 text-ink-2">
        <Plain text={after} />
      </div>
    )
  return (
    <div className="min-w-0">
      <p className="mb-1 flex flex-wrap items-baseline gap-x-2 text-13">
        {within === '' ? null : (
          <span className="code break-all font-medium">
            <Revealed text={within} />
          </span>
        )}
        <span className="text-12 text-ink-3">{KINDS[kind]}</span>
      </p>
      <Values before={before} after={after} />
    </div>
  )
}

function Values({ before, after }: { before: string | null; after: string | null }) {
  const [old, now] = [textOf(before), textOf(after)]
  if (old !== null && now !== null) return <WordDifference before={old} after={now} />
  const items = itemsOf(before ?? '[]', after ?? '[]')
  if (items) return <Items before={items.before} after={items.after} />
  if (before !== null && after !== null && isShort(before) && isShort(after))
    return (
      <p className="code text-13">
        <del className={removedStyle}>{before}</del>
        <ArrowRight aria-label="becomes" className="mx-2 inline size-3.5 text-ink-3" />
        <ins className="text-ink no-underline">{after}</ins>
      </p>
    )
  return (
    <div className="flex flex-col gap-1">
      <Value text={before} kind="removed" />
      <Value text={after} kind="added" />
    </div>
  )
}

/** A list of plain values as one list: what went, what came, what stayed. */
function Items({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const rows: { key: string; text: string; kind: 'same' | 'added' | 'removed' }[] = [
    ...after.map((text, at) => ({
      key: `after ${at}`,
      text,
      kind: before.includes(text) ? ('same' as const) : ('added' as const),
    })),
    ...before.flatMap((text, at) =>
      after.includes(text) ? [] : [{ key: `before ${at}`, text, kind: 'removed' as const }],
    ),
  ]
  const stayed = (one: readonly string[], other: readonly string[]) =>
    JSON.stringify(one.filter((text) => other.includes(text)))
  return (
    <>
      <ul className="flex flex-wrap gap-1.5">
        {rows.map(({ key, text, kind }) => (
          <li key={key} className="max-w-full">
            <Item text={text} kind={kind} />
          </li>
        ))}
      </ul>
      {stayed(before, after) === stayed(after, before) ? null : (
        <p className="mt-1 break-words text-13 text-ink-2">
          Order or number changed too. Before:{' '}
          <span className="code">
            <Revealed text={before.join(', ')} />
          </span>
        </p>
      )}
    </>
  )
}

const ITEM_STYLES = {
  same: 'text-ink-2',
  removed: `${removedStyle} border-dashed`,
  added: 'border-ink bg-pressed text-ink',
}

function Item({ text, kind }: { text: string; kind: 'same' | 'added' | 'removed' }) {
  const Tag = kind === 'removed' ? 'del' : kind === 'added' ? 'ins' : 'span'
  return (
    <Tag
      className={clsx(
        'code inline-block max-w-full break-words rounded-sm border border-line px-1.5 text-13',
        kind !== 'removed' && 'no-underline',
        ITEM_STYLES[kind],
      )}
    >
      {kind === 'same' ? null : (
        <>
          <span className="sr-only">{KINDS[kind]}: </span>
          <span aria-hidden>{SIGNS[kind]} </span>
        </>
      )}
      <Revealed text={text} />
    </Tag>
  )
}

// The definition was bounded when it was read.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }
const SIGNS = { removed: '−', added: '+' }

function Value({ text, kind }: { text: string | null; kind: 'removed' | 'added' }) {
  if (text === null) return null
  const Tag = kind === 'removed' ? 'del' : 'ins'
  return (
    <div className="flex gap-2 rounded-sm bg-sunken px-2.5 py-1.5">
      <span aria-hidden className="code shrink-0 text-13 text-ink-2">
        {SIGNS[kind]}
      </span>
      <Tag
        className={clsx(
          'min-w-0 whitespace-pre-wrap break-words',
          'text-14',
          kind === 'removed' ? removedStyle : 'text-ink no-underline',
        )}
      >
        <span className="sr-only">{kind === 'removed' ? 'Before: ' : 'Now: '}</span>
        <Plain text={text} />
      </Tag>
    </div>
  )
}

/** A value that nothing is compared with: a text as it reads, anything else as JSON. */
function Plain({ text }: { text: string }) {
  const plain = textOf(text)
  return <Revealed text={plain ?? pretty(text)} className={plain === null ? 'code text-13' : undefined} />
}

// Numbers, true, false and null.
function isShort(json: string): boolean {
  return /^[-\w.+]{1,40}$/.test(json)
}

/** The text of a JSON string; null for any other value. */
function textOf(json: string | null): string | null {
  return json?.startsWith('"') ? String(parseJson(json)) : null
}

/** The items of two lists of plain values, as one would read them; null where either is anything else. */
function itemsOf(before: string, after: string) {
  const [old, now] = [parseJson(before, BOUNDS), parseJson(after, BOUNDS)]
  if (!Array.isArray(old) || !Array.isArray(now)) return null
  const all = [...old, ...now]
  if (all.some((item) => Array.isArray(item) || isJsonObject(item))) return null
  // Among strings alone quotes say nothing; among others "5" and 5 would read the same.
  const isPlain = all.every((item) => typeof item === 'string')
  const text = (item: Json) => (isPlain ? String(item) : serializeJson(item))
  return { before: old.map(text), after: now.map(text) }
}
