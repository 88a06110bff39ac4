import { clsx } from 'clsx'
import { useMemo } from 'react'
import { diffWords, type WordPiece } from '#lib/pins/index.ts'
import { Revealed } from './revealed.tsx'

type Shown = { readonly kind: WordPiece['kind'] | 'folded'; readonly text: string; readonly key: string }

/** Colour means severity in this product: what goes is struck through, what comes is underlined on a ground. */
const STYLES = {
  same: '',
  removed: 'text-ink-3 line-through decoration-ink-3',
  added: 'rounded-sm bg-pressed px-0.5 text-ink underline decoration-2 decoration-ink underline-offset-4',
}
export const removedStyle = STYLES.removed

/** One text as it was and as it is, in one. Long stretches that stayed are folded, and say how long they are. */
export function WordDifference({ before, after }: { before: string; after: string }) {
  const pieces = useMemo(() => folded(diffWords(before, after)), [before, after])
  return (
    <>
      <p className="whitespace-pre-wrap break-words text-14 text-ink-2 leading-6">
        {pieces.map(({ kind, text, key }) =>
          kind === 'folded' ? (
            <span
              key={key}
              className="mx-1 rounded-sm border border-line border-dashed px-1 text-12 text-ink-3"
            >
              {text}
            </span>
          ) : kind === 'same' ? (
            <Revealed key={key} text={text} />
          ) : (
            <Changed key={key} kind={kind} text={text} />
          ),
        )}
      </p>
      {before !== after && before.normalize('NFC') === after.normalize('NFC') ? (
        <p className="mt-1 text-13 text-ink-2">
          Both look the same: they differ only in how their letters are composed.
        </p>
      ) : null}
    </>
  )
}

function Changed({ kind, text }: { kind: 'removed' | 'added'; text: string }) {
  const Tag = kind === 'removed' ? 'del' : 'ins'
  return (
    <Tag className={clsx(STYLES[kind], 'box-decoration-clone')}>
      <span className="sr-only">{kind === 'removed' ? 'Removed: ' : 'Added: '}</span>
      <Revealed text={text} />
      <span className="sr-only">. </span>
    </Tag>
  )
}

const FOLD_ABOVE = 400
const KEPT = 120

function folded(pieces: readonly WordPiece[]): Shown[] {
  return pieces.flatMap(({ kind, text }, at): Shown[] => {
    const letters = [...text]
    if (kind !== 'same' || letters.length <= FOLD_ABOVE) return [{ kind, text, key: `${at}` }]
    // What stands beside a change stays; a text without any change is never folded to nothing.
    const head = at === 0 ? '' : letters.slice(0, KEPT).join('')
    const tail = at === pieces.length - 1 ? '' : letters.slice(-KEPT).join('')
    const hidden = letters.length - (head ? KEPT : 0) - (tail ? KEPT : 0)
    return [
      { kind: 'same', text: head, key: `${at} head` },
      { kind: 'folded', text: `${hidden} characters as before`, key: `${at} fold` },
      { kind: 'same', text: tail, key: `${at} tail` },
    ]
  })
}
