import { Badge } from '#components/ui/badge.tsx'
import { type Card, isGhost } from './board.ts'

/** Whether there is anything to say beside the severity. */
export function hasNote(card: Card): boolean {
  const { byDefault, custom, summary, entry } = card.placement
  const own = entry === card.name && !custom && summary === ''
  return isGhost(card) || card.tool?.state !== 'pinned' || byDefault || !own
}

/** The one thing to know of a card beside its severity: that it moved under the policy's feet, else its rule. */
export function CardNote({ card }: { card: Card }) {
  const { placement } = card
  if (isGhost(card)) return <Badge dashed>Not on server</Badge>
  if (card.tool?.state === 'changed')
    return <Badge title="Refused until you accept the new definition">Changed</Badge>
  if (card.tool?.state === 'new') return <Badge title="Refused until you accept it">New</Badge>
  const pattern = placement.entry === null || placement.entry === card.name ? null : placement.entry
  return (
    <span className="truncate text-12 text-ink-2">
      {noteOf(placement.summary, placement.custom)}
      {pattern === null ? null : (
        <span className="code text-ink-3" title={`The pattern ${pattern} governs it`}>
          {placement.summary === '' ? '' : ' · '}
          {pattern}
        </span>
      )}
      {placement.byDefault ? <span className="text-ink-3">by default</span> : null}
    </span>
  )
}

function noteOf(summary: string, custom: boolean): string {
  if (!custom) return summary
  return summary === '' ? 'Custom' : `${summary} + custom`
}
