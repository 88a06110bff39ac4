import { Ban, CircleCheck, ClockAlert } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { GrantStatus } from './grant-view.ts'

export function GrantStatusBadge({ status }: { status: GrantStatus }) {
  switch (status) {
    case 'active':
      return <Badge icon={<CircleCheck aria-hidden />}>Active</Badge>
    case 'expired':
      return (
        <Badge icon={<ClockAlert aria-hidden />} dashed>
          Expired
        </Badge>
      )
    case 'revoked':
      return (
        <Badge icon={<Ban aria-hidden />} dashed>
          Revoked
        </Badge>
      )
  }
}
