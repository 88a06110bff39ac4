import { Lock } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'

type NeedsRoleProps = { who: string; to: string }

/** A page for others: who may, and whom to ask. */
export function NeedsRole({ who, to }: NeedsRoleProps) {
  return (
    <EmptyState icon={<Lock />} title={`It takes ${who} to ${to}`}>
      Ask someone of your organisation who is one.
    </EmptyState>
  )
}
