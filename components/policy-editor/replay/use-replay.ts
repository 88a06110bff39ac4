'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type FaultView, NO_ANSWER } from '#components/ui/action.ts'
import { responseLines } from '#components/ui/response-lines.ts'
import type { ChangedCalls, ReplayResult } from '#lib/policy/index.ts'
import { useLatest } from '../use-latest.ts'

export type Range = { readonly hours: number } | { readonly calls: number }
/** As the route sends it. */
export type ReplayAnswer = Omit<ReplayResult, 'changed'> & {
  readonly changed: readonly (ChangedCalls & { readonly grantLabel: string })[]
  readonly from: string
  readonly until: string
  readonly isCut: boolean
  readonly version: number | null
}
type Line =
  | { readonly type: 'progress'; readonly records: number; readonly of: number }
  | { readonly type: 'done'; readonly result: ReplayAnswer }
  | { readonly type: 'fault'; readonly fault: FaultView }

export type ReplayState =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly records: number; readonly of: number | null }
  /** `text` is the draft that was replayed: a later one may come out otherwise. */
  | { readonly state: 'done'; readonly text: string; readonly result: ReplayAnswer }
  | { readonly state: 'failed'; readonly fault: FaultView }

export type Replay = {
  readonly now: ReplayState
  readonly run: (document: string, range: Range) => void
  readonly stop: () => void
}

/** One replay at a time; leaving the editor ends it. */
export function useReplay(url: string, policyId: string): Replay {
  const [now, setNow] = useState<ReplayState>({ state: 'idle' })
  const under = useRef<AbortController | null>(null)
  const latest = useLatest({ url, policyId })
  useEffect(() => () => under.current?.abort(), [])

  const stop = useCallback(() => {
    under.current?.abort()
    under.current = null
    setNow({ state: 'idle' })
  }, [])

  const run = useCallback(
    (document: string, range: Range) => {
      under.current?.abort()
      const mine = new AbortController()
      under.current = mine
      setNow({ state: 'running', records: 0, of: null })
      const { url, policyId } = latest.current
      const tell = (next: ReplayState) => {
        if (!mine.signal.aborted) setNow(next)
      }
      replay(url, { policyId, document, range }, mine.signal, tell).catch(() => {
        tell({ state: 'failed', fault: NO_ANSWER })
      })
    },
    [latest],
  )
  return { now, run, stop }
}

async function replay(
  url: string,
  input: { policyId: string; document: string; range: Range },
  signal: AbortSignal,
  tell: (next: ReplayState) => void,
): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input), signal })
  for await (const text of responseLines(response)) {
    const line = JSON.parse(text) as Line
    if (line.type === 'progress') tell({ state: 'running', records: line.records, of: line.of })
    else if (line.type === 'fault') return tell({ state: 'failed', fault: line.fault })
    else return tell({ state: 'done', text: input.document, result: line.result })
  }
  // The stream stopped without a word.
  tell({ state: 'failed', fault: NO_ANSWER })
}
