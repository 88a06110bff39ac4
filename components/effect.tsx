import { clsx } from 'clsx'
import { Check, CircleDashed, Clock3, Hand, type LucideIcon, X } from 'lucide-react'

export type EffectName = 'allow' | 'limit' | 'approve' | 'deny' | 'hide'

/** Each effect's word, shape, and one sentence for a person who meets it for the first time. */
export const EFFECTS: Record<EffectName, { word: string; icon: LucideIcon; says: string }> = {
  allow: { word: 'Allow', icon: Check, says: 'Every call passes.' },
  limit: { word: 'Limit', icon: Clock3, says: 'Calls pass within limits and conditions.' },
  approve: {
    word: 'Approve',
    icon: Hand,
    says: 'A person has to say yes to this very call, which then runs once.',
  },
  deny: { word: 'Deny', icon: X, says: 'Calls are refused, and the agent is told why.' },
  hide: { word: 'Hide', icon: CircleDashed, says: 'The agent never sees the tool.' },
}

type EffectProps = { effect: EffectName; iconOnly?: boolean; className?: string }

/** An effect as shape and word. It has no colour: colour means severity here. */
export function Effect({ effect, iconOnly, className }: EffectProps) {
  const { word, icon: Icon } = EFFECTS[effect]
  return (
    <span className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      <span className={iconOnly ? 'sr-only' : undefined}>{word}</span>
    </span>
  )
}

const DECISIONS = {
  allow: { effect: 'allow', word: 'Allowed' },
  deny: { effect: 'deny', word: 'Denied' },
  await: { effect: 'approve', word: 'Needs approval' },
} as const

/** What was decided on one call. */
export function DecisionMark({ decision }: { decision: 'allow' | 'deny' | 'await' }) {
  const { effect, word } = DECISIONS[decision]
  const Icon = EFFECTS[effect].icon
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-12',
        decision === 'allow' ? 'border-line text-ink-2' : 'border-ink text-ink',
      )}
    >
      <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.5} />
      {word}
    </span>
  )
}
