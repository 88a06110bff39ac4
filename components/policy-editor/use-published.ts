'use client'

import { useCallback, useMemo, useState } from 'react'
import { notationOf, type Policy, parsePolicyText } from '#lib/policy/index.ts'
import type { EditorActions, EditorVersion, Refused } from './model.ts'
import { useLatest } from './use-latest.ts'

export type Published = {
  readonly policyId: string
  /** What is in force, as far as this page knows. */
  readonly version: EditorVersion | null
  readonly policy: Policy | null
  /** The version that the draft was made from; publishing carries it. */
  readonly baseVersion: number
  /** The draft now counts as made from what is in force. */
  readonly rebase: () => void
  /** Publishes a text. Null once it is in force; a conflict also loads what is in force instead. */
  readonly publish: (document: string, name: string, comment: string) => Promise<Refused | null>
  /** Looks again at what is in force. A draft that says the same counts as made from it; any other is compared first. */
  readonly reload: (draft: string) => Promise<void>
  /** Publishes an older version's text as the next one, over what this page shows as being in force. */
  readonly rollBack: (to: EditorVersion) => Promise<Refused | null>
}

type PublishedOptions = {
  actions: EditorActions
  serverId: string
  policyId: string
  version: EditorVersion | null
  baseVersion: number
  /** Whose name a new version bears. */
  author: string
  /** A text that was read already, with its policy. */
  known: { readonly text: string; readonly policy: Policy } | null
}

const UNANSWERED = {
  code: 'internal',
  message: 'The server did not answer. Try again.',
  data: {},
  requestId: '',
}

/** The published side of the editor: what is in force, and how a draft becomes it. */
export function usePublished(options: PublishedOptions): Published {
  const [policyId, setPolicyId] = useState(options.policyId)
  const [version, setVersion] = useState(options.version)
  const [baseVersion, setBaseVersion] = useState(options.baseVersion)
  const latest = useLatest({ ...options, policyId, version, baseVersion })
  const source = version?.source
  const [known] = useState(options.known)
  const policy = useMemo(
    () => (known !== null && known.text === source ? known.policy : policyIn(source)),
    [source, known],
  )

  const rebase = useCallback(() => setBaseVersion(latest.current.version?.number ?? 0), [latest])
  const put = useCallback(
    async (document: string, name: string, comment: string, baseVersion: number) => {
      const { actions, serverId, policyId, author } = latest.current
      try {
        const answer = await actions.publish({ serverId, policyId, name, document, baseVersion, comment })
        if (answer.ok) {
          const number = answer.value.version
          setPolicyId(answer.value.policyId)
          setVersion({ number, source: document, comment, author, createdAt: new Date() })
          setBaseVersion(number)
          return null
        }
        if (answer.fault.code !== 'version-conflict') return answer.fault
        const current = await actions.loadPolicy({ policyId })
        if (!current.ok) return current.fault
        setVersion(current.value.published)
        return answer.fault
      } catch {
        return UNANSWERED
      }
    },
    [latest],
  )
  const publish = useCallback(
    (document: string, name: string, comment: string) =>
      put(document, name, comment, latest.current.baseVersion),
    [put, latest],
  )
  const reload = useCallback(
    async (draft: string) => {
      const { actions, policyId } = latest.current
      const current = await actions.loadPolicy({ policyId })
      if (!current.ok) return
      setVersion(current.value.published)
      if (current.value.published?.source === draft) setBaseVersion(current.value.published.number)
    },
    [latest],
  )
  const rollBack = useCallback(
    (to: EditorVersion) =>
      put(to.source, '', `Roll back to version ${to.number}`, latest.current.version?.number ?? 0),
    [put, latest],
  )
  return { policyId, version, policy, baseVersion, rebase, publish, reload, rollBack }
}

function policyIn(source: string | undefined): Policy | null {
  if (source === undefined) return null
  const parsed = parsePolicyText(source, notationOf(source))
  return parsed.ok ? parsed.value.policy : null
}
