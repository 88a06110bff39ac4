import Link from 'next/link'
import { Badge } from '#components/ui/badge.tsx'
import { useServerHref } from '../editor-context.ts'
import { countOf } from '../words.ts'
import { type BoardCard, isGhost, isPattern, patternOf } from './board.ts'

/** Whether there is anything to say beside the severity. */
export function hasNote(card: BoardCard): boolean {
  const { byDefault, custom, summary, entry } = card.placement
  const own = entry === card.name && !custom && summary === ''
  return isGhost(card) || isPattern(card) || card.tool?.state !== 'pinned' || byDefault || !own
}

/** The one thing to know of a card beside its severity: that it moved under the policy's feet, else its rule. */
export function CardNote({ card }: { card: BoardCard }) {
  const { placement, governs } = card
  if (isGhost(card)) return <Badge dashed>Not on server</Badge>
  if (card.tool?.state === 'changed') return <ChangedChip name={card.name} />
  if (card.tool?.state === 'new') return <Badge title="Refused until it is accepted">New</Badge>
  const pattern = patternOf(card)
  const rule = ruleWords(card)
  return (
    <span className="min-w-0 truncate text-12 text-ink-3">
      {governs === null ? null : (
        <span className="text-ink-2">
          {governs === 0 ? 'Matches no tool' : `Pattern for ${countOf(governs, 'tool')}`}
          {rule === '' ? '' : ' · '}
        </span>
      )}
      {rule === '' ? null : <span className="text-ink-2">{rule}</span>}
      {pattern === null ? null : (
        <span className="code" title={`The pattern ${pattern} governs it`}>
          {rule === '' ? '' : ' · '}
          {pattern}
        </span>
      )}
      {placement.byDefault ? 'by default' : null}
    </span>
  )
}

/** A card's rule in a few words: “30 per minute”; '' where its lane says it all. */
export function ruleWords({ placement: { summary, custom } }: BoardCard): string {
  if (!custom) return summary
  return summary === '' ? 'Custom' : `${summary} + custom`
}

/** Leads to what changed. Not a tab stop: the card's menu has the same. */
export function ChangedChip({ name }: { name: string }) {
  const hrefOf = useServerHref()
  return (
    <Link
      href={hrefOf(name)}
      tabIndex={-1}
      title="Its definition changed, so every call is refused until the new one is accepted. See what changed."
      className="inline-flex h-5 shrink-0 items-center rounded-sm border border-line-strong px-1.5 font-medium text-12 text-ink hover:bg-hover"
    >
      Changed
    </Link>
  )
}
