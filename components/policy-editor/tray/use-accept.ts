'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { BoardCard } from '../board/board.ts'
import type { Accept } from '../model.ts'
import { countOf } from '../words.ts'

/** Accepts the definitions that these cards were shown with; one that changed since is refused, and all with it. */
export function useAccept(serverId: string, accept: Accept | null) {
  const router = useRouter()
  const send = useCallback(
    (hashes: Record<string, string>) =>
      accept === null
        ? Promise.reject(new Error('this member may not accept definitions'))
        : accept({ serverId, hashes }),
    [accept, serverId],
  )
  const { run: start, pending, fault } = useAction(send)
  async function run(cards: readonly BoardCard[]) {
    const hashes = Object.fromEntries(
      cards.flatMap(({ name, tool }) => (tool?.hash === undefined ? [] : [[name, tool.hash]])),
    )
    const result = await start(hashes)
    if (result?.ok) {
      const [first] = cards
      toast.success(`${cards.length === 1 ? first?.name : countOf(cards.length, 'tool')} accepted`)
    }
    router.refresh()
  }
  return { run, pending, fault }
}
