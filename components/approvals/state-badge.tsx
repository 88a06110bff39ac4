import { Ban, Check, CircleCheck, Clock3, Hand, X } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { type ApprovalState, STATE_WORDS } from './approval-view.ts'

const ICONS = { waiting: Hand, usable: Check, used: CircleCheck, denied: X, expired: Clock3, void: Ban }

export function StateBadge({ state }: { state: ApprovalState }) {
  const Icon = ICONS[state]
  return (
    <Badge icon={<Icon aria-hidden />} dashed={state === 'expired' || state === 'void'}>
      {STATE_WORDS[state]}
    </Badge>
  )
}
