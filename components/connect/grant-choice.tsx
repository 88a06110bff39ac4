'use client'

import { useRouter } from 'next/navigation'
import { Select } from '#components/ui/select.tsx'

type GrantChoiceProps = { grants: readonly { id: string; label: string }[]; value: string }

export function GrantChoice({ grants, value }: GrantChoiceProps) {
  const router = useRouter()
  return (
    <Select
      label="Grant"
      className="w-56"
      value={value}
      onValueChange={(id) => router.push(`/connect?grant=${id}`)}
      options={grants.map(({ id, label }) => ({ value: id, label }))}
    />
  )
}
