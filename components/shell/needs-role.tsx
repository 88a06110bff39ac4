import { Lock } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'

type NeedsRoleProps = { role: string; to: string }

/** A page for others: who may, and whom to ask. */
export function NeedsRole({ role, to }: NeedsRoleProps) {
  return (
    <EmptyState icon={<Lock />} title={`It takes ${role} to ${to}`}>
      Ask someone of your organisation who is one.
    </EmptyState>
  )
}
