'use client'

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { enqueue, NOTHING, QUIET_MS, type Queue, type Sentence, spoken, type Topic } from './announcements.ts'

export type Announce = (topic: Topic, sentence: Sentence) => void
/** What was said last, for the one element that says it: nothing else is drawn again for a sentence. */
export type Spoken = { readonly text: () => string; readonly watch: (changed: () => void) => () => void }

/** `spoken` belongs in a polite live region; `announce` fills it, at most once per 400 ms. */
export function useAnnouncer(): { spoken: Spoken; announce: Announce } {
  const [voice] = useState(newVoice)
  const queue = useRef<Queue>(NOTHING)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const announce = useCallback<Announce>(
    (topic, sentence) => {
      queue.current = enqueue(queue.current, topic, sentence)
      timer.current ??= setTimeout(() => {
        voice.say(spoken(queue.current))
        queue.current = NOTHING
        timer.current = undefined
      }, QUIET_MS)
    },
    [voice],
  )

  return { spoken: voice, announce }
}

export function useSpoken({ text, watch }: Spoken): string {
  return useSyncExternalStore(watch, text, () => '')
}

function newVoice(): Spoken & { readonly say: (next: string) => void } {
  let last = ''
  const watching = new Set<() => void>()
  return {
    text: () => last,
    watch(changed) {
      watching.add(changed)
      return () => watching.delete(changed)
    },
    say(next) {
      // A no-break space makes the same sentence twice in a row a change, so it is read again.
      last = last === next ? `${next}\u00a0` : next
      for (const changed of watching) changed()
    },
  }
}
