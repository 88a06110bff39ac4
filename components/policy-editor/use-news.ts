'use client'

import { useEffect, useRef } from 'react'
import type { News } from './draft/draft.ts'
import type { Announce } from './use-announcer.ts'
import { useLatest } from './use-latest.ts'
import { changesSentence } from './words.ts'

/** Says each change of the draft aloud, once, with how much is unpublished by then. */
export function useNews(news: News | null, changes: number, announce: Announce): void {
  const count = useLatest(changes)
  const said = useRef(news)
  useEffect(() => {
    if (news === null || news === said.current) return
    said.current = news
    announce('move', () => `${news.said} ${changesSentence(count.current)}`)
  }, [news, announce, count])
}
