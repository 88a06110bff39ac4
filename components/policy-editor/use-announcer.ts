'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { enqueue, NOTHING, QUIET_MS, type Queue, type Sentence, spoken, type Topic } from './announcements.ts'

export type Announce = (topic: Topic, sentence: Sentence) => void

/** `text` belongs in a polite live region; `announce` fills it, at most once per 400 ms. */
export function useAnnouncer(): { text: string; announce: Announce } {
  const [text, setText] = useState('')
  const queue = useRef<Queue>(NOTHING)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const announce = useCallback<Announce>((topic, sentence) => {
    queue.current = enqueue(queue.current, topic, sentence)
    timer.current ??= setTimeout(() => {
      // A no-break space makes the same sentence twice in a row a change, so it is read again.
      const next = spoken(queue.current)
      setText((last) => (last === next ? `${next}\u00a0` : next))
      queue.current = NOTHING
      timer.current = undefined
    }, QUIET_MS)
  }, [])

  return { text, announce }
}
