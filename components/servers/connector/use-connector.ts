'use client'

import { useEffect, useState } from 'react'
import type { ConnectorNews } from './connector-view.ts'

const PERIOD_MS = 1500

/** What is known of a server's connector now; null until the first answer. Stands still while out of sight. */
export function useConnector(serverId: string): ConnectorNews | null {
  const [news, setNews] = useState<ConnectorNews | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    let isAsking = false
    async function ask() {
      if (isAsking || document.visibilityState !== 'visible') return
      isAsking = true
      try {
        const response = await fetch(`/servers/${serverId}/connector`, { signal: stop.signal })
        if (response.ok) setNews((await response.json()) as ConnectorNews)
      } catch {
        // Nothing new is known; the next look may say more.
      }
      isAsking = false
    }
    void ask()
    const timer = setInterval(ask, PERIOD_MS)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [serverId])
  return news
}
