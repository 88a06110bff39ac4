'use client'

import { useEffect, useEffectEvent, useRef, useState } from 'react'

// Spoken at most so often: a busy list must not talk over the reader.
const SPOKEN_MS = 10_000

/** Says now and then how many calls have come, for who does not see the list. */
export function NewsOfRows({
  newest,
  count,
}: {
  newest: string | undefined
  count: (since: string) => number
}) {
  const [said, setSaid] = useState('')
  const told = useRef(newest)
  const say = useEffectEvent(() => {
    if (newest === undefined || newest === told.current) return
    const calls = told.current === undefined ? 1 : count(told.current)
    told.current = newest
    if (calls > 0) setSaid(calls === 1 ? 'One new call.' : `${calls} new calls.`)
  })
  useEffect(() => {
    const timer = setInterval(say, SPOKEN_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}
