'use client'

import { useCallback, useState } from 'react'
import type { Answer, EditorActions, EditorShadow, Refused } from '../model.ts'
import { useLatest } from '../use-latest.ts'
import type { Published } from '../use-published.ts'

export type ShadowSide = {
  readonly shadow: EditorShadow | null
  /** Each answers null once it is done. */
  readonly start: (document: string) => Promise<Refused | null>
  readonly refresh: () => Promise<Refused | null>
  /** @param draft the text in the editor, which stays as it is */
  readonly promote: (draft: string) => Promise<Refused | null>
  readonly discard: () => Promise<Refused | null>
}

const UNANSWERED: Refused = {
  code: 'internal',
  message: 'The server did not answer. Try again.',
  data: {},
  requestId: '',
}

/** The draft in shadow of a server, and what can be done with it. */
export function useShadow(
  actions: EditorActions,
  serverId: string,
  first: EditorShadow | null,
  published: Published,
): ShadowSide {
  const [shadow, setShadow] = useState(first)
  const latest = useLatest({ actions, serverId, shadow, published })

  const refresh = useCallback(async () => {
    const answer = await settled(latest.current.actions.loadShadow({ serverId: latest.current.serverId }))
    if (!answer.ok) return answer.fault
    setShadow(answer.value)
    return null
  }, [latest])

  const start = useCallback(
    async (document: string) => {
      const { actions, serverId, published } = latest.current
      const { policyId, baseVersion } = published
      const answer = await settled(actions.startShadow({ serverId, policyId, document, baseVersion }))
      return answer.ok ? refresh() : answer.fault
    },
    [latest, refresh],
  )
  const discard = useCallback(async () => {
    const { actions, serverId, shadow } = latest.current
    if (shadow === null) return null
    const answer = await settled(actions.discardShadow({ serverId, shadowId: shadow.id }))
    return answer.ok ? refresh() : answer.fault
  }, [latest, refresh])
  const promote = useCallback(
    async (draft: string) => {
      const { actions, serverId, shadow, published } = latest.current
      if (shadow === null) return null
      const baseVersion = published.version?.number ?? 0
      const input = { serverId, shadowId: shadow.id, baseVersion, comment: 'Promoted from shadow' }
      const answer = await settled(actions.promoteShadow(input))
      if (!answer.ok) return answer.fault
      await Promise.all([refresh(), published.reload(draft)])
      return null
    },
    [latest, refresh],
  )
  return { shadow, start, refresh, promote, discard }
}

async function settled<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await asked
  } catch {
    return { ok: false, fault: UNANSWERED }
  }
}
