'use client'

import { useEffect, useState } from 'react'

/** “9 min 12 s left”, counted down; without a script it is what was left when the page was made. */
export function Countdown({ until, now }: { until: Date; now: number }) {
  const [at, setAt] = useState(now)
  useEffect(() => {
    setAt(Date.now())
    const timer = setInterval(() => setAt(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={until.toISOString()} title={until.toISOString()} className="tabular-nums">
      {leftText(until.getTime() - at)}
    </time>
  )
}

export function leftText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds === 0) return 'no time left'
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  if (days > 0) return `${days} d ${hours} h left`
  if (hours > 0) return `${hours} h ${minutes} min left`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s left` : `${seconds} s left`
}
