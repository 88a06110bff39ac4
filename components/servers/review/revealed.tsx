import { clsx } from 'clsx'
import { Fragment } from 'react'
import { type HiddenKind, reveal } from '#lib/pins/index.ts'

const WHY: Record<HiddenKind, string> = {
  'zero-width': 'A character that takes no room',
  direction: 'A character that turns the direction of text',
  tags: 'Invisible tag characters: a model reads what they spell',
  variation: 'Variation selectors that no letter needs',
  terminal: 'A terminal escape sequence',
  control: 'A control character',
  space: 'Not an ordinary space',
  'long-space': 'A gap that pushes text out of sight',
  comment: 'An HTML comment: a page would not show it, a model reads it',
  private: 'A character without a meaning',
  lookalike: 'Letters that only look alike',
}
/** Their own characters can be seen, so they stay and the label stands beside them. */
const SEEN: ReadonlySet<HiddenKind> = new Set(['comment', 'lookalike'])

/** Text of a server with everything hidden in it drawn as a labelled mark. Only ever text, never markup. */
export function Revealed({ text, className }: { text: string; className?: string }) {
  const pieces = reveal(text).map((piece, at) => ({ ...piece, key: `${at}` }))
  // A ligature would draw --> as an arrow: what is written is what is shown.
  return (
    <span className={clsx('[font-variant-ligatures:none]', className)}>
      {pieces.map((piece) =>
        piece.kind === 'text' ? (
          <Fragment key={piece.key}>{piece.text}</Fragment>
        ) : SEEN.has(piece.why) ? (
          <span key={piece.key} className="rounded-sm outline-1 outline-ink outline-dashed">
            {piece.text}
            <Mark why={piece.why} label={piece.label} />
          </span>
        ) : (
          <Mark key={piece.key} why={piece.why} label={piece.label} />
        ),
      )}
    </span>
  )
}

function Mark({ why, label }: { why: HiddenKind; label: string }) {
  return (
    <mark
      title={WHY[why]}
      className="code mx-px inline-block max-w-full select-none whitespace-normal break-words rounded-sm border border-ink bg-raised px-1 align-baseline text-12 text-ink no-underline"
    >
      <span className="sr-only">{WHY[why]}: </span>
      {label}
    </mark>
  )
}
