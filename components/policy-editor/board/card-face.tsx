import { clsx } from 'clsx'
import { Link2 } from 'lucide-react'
import { memo } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import type { ToolDetails } from '../model.ts'
import { BaselineMark } from '../organisation-baseline.tsx'
import { callsWords, figure } from '../words.ts'
import { type BoardCard, isGhost, patternOf } from './board.ts'
import { CardNote, hasNote } from './card-note.tsx'

type CardFaceProps = {
  card: BoardCard
  /** Calls in 7 days; null where nothing is counted for it. */
  calls: number | null
  /** Where given, the badge shows it on hover. */
  evidence: ToolDetails['evidence'] | null
  /** The card's controls stand at the end of the second line. */
  crowded: boolean
}

/**
 * What a card says: the tool's name and how busy it is, how severe it is, and what the policy does with it.
 * A card that gives way to another one is drawn again, and this of it is not.
 */
export const CardFace = memo(function CardFace({ card, calls, evidence, crowded }: CardFaceProps) {
  const { name, tool } = card
  const pattern = patternOf(card)
  return (
    <>
      <span className="flex min-w-0 items-center gap-1 leading-4">
        {pattern === null ? null : (
          <Link2 role="img" aria-label={`By the pattern ${pattern}`} className="size-3 shrink-0 text-ink-3" />
        )}
        <span
          className={clsx(
            'code min-w-0 flex-1 truncate font-medium text-12 leading-4 @min-[10rem]:text-13 @min-[10rem]:leading-4',
            isGhost(card) && 'italic',
          )}
        >
          {name}
        </span>
        {calls === null ? null : calls === 0 ? (
          <span className="sr-only">no calls in 7 days</span>
        ) : (
          <span className="shrink-0 text-12 text-ink-2 leading-4" title={callsWords(calls)}>
            {figure(calls)}
            <span aria-hidden className="text-ink-3">
              {' '}
              /7d
            </span>
            <span className="sr-only"> calls in 7 days</span>
          </span>
        )}
      </span>
      <span className={clsx('flex h-5 min-w-0 items-center gap-1.5', crowded && 'mr-14 overflow-hidden')}>
        {tool === null ? null : (
          <>
            <RiskBadge
              severity={tool.severity}
              category={tool.category}
              override={tool.override ?? null}
              shrinks={hasNote(card)}
              {...(evidence === null ? {} : { evidence })}
            />
            <span
              className={clsx('shrink-0 text-12 text-ink-2', crowded ? 'sr-only' : '@max-[12rem]:sr-only')}
            >
              {tool.category}
            </span>
          </>
        )}
        {tool === null ? null : <BaselineMark tool={tool} />}
        <CardNote card={card} />
      </span>
    </>
  )
})
