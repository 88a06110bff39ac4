'use client'

import { useEffect, useState } from 'react'
import type { Found } from '#lib/manual/index.ts'

const PAUSE_MS = 120

/** What the manual has for words that are being typed; null before there is an answer. */
export function useFound(question: string): readonly Found[] | null {
  const [answer, setAnswer] = useState<{ question: string; found: readonly Found[] } | null>(null)
  const asked = question.trim()
  useEffect(() => {
    if (asked === '') return
    const ending = new AbortController()
    const timer = setTimeout(() => {
      // Without an answer the form still leads to the page of results.
      void ask(asked, ending.signal).then(
        (found) => setAnswer({ question: asked, found }),
        () => undefined,
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [asked])
  return asked !== '' && answer?.question === asked ? answer.found : null
}

async function ask(question: string, signal: AbortSignal): Promise<readonly Found[]> {
  const answer = await fetch(`/docs/search.json?${new URLSearchParams({ q: question })}`, { signal })
  if (!answer.ok) throw new Error(`The search answered ${answer.status}.`)
  const { found }: { found: readonly Found[] } = await answer.json()
  return found
}
