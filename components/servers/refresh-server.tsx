'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

export type Refreshed = { ready: boolean; tools: number; message: string }

type RefreshServerProps = {
  serverId: string
  refresh: (input: { serverId: string }) => Promise<ActionResult<Refreshed>>
}

export function RefreshServer({ serverId, refresh }: RefreshServerProps) {
  const router = useRouter()
  const { run, pending } = useAction(refresh)

  async function submit() {
    const result = await run({ serverId })
    if (!result) return
    if (!result.ok) toast.error(result.fault.message)
    else if (result.value.ready) toast.success(`${result.value.tools} tools read`)
    router.refresh()
  }

  return (
    <Button onClick={submit} pending={pending}>
      {pending ? null : <RefreshCw aria-hidden />}
      Refresh tools
    </Button>
  )
}
