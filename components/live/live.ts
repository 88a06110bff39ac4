'use client'
// What happens in the organisation, for every part of every open page: one connection for all tabs of a
// browser, held by one of them. The others listen to that one.
import { useEffect, useEffectEvent } from 'react'
import type { LiveEvent, LiveEventOf, LiveType } from '#lib/live/index.ts'
import { openStream } from './stream.ts'

const listeners = new Set<(event: LiveEvent) => void>()

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event)
}

/**
 * Calls `listener` with each event of a type while the component is mounted: `waiting`, `news`. The calls
 * themselves have a stream of their own (components/activity/live).
 */
export function useLive<Type extends LiveType>(
  type: Type,
  listener: (event: LiveEventOf<Type>) => void,
): void {
  const latest = useEffectEvent(listener)
  useEffect(() => {
    const take = (event: LiveEvent) => {
      if (event.type === type) latest(event as LiveEventOf<Type>)
    }
    listeners.add(take)
    return () => {
      listeners.delete(take)
    }
  }, [type])
}

/**
 * Keeps the connection. Once, in the frame of the signed-in pages.
 * @param account who is signed in, and where: tabs of another account are told nothing
 */
export function useLiveConnection(account: string): void {
  useEffect(() => {
    const name = `portcullis-live ${account}`
    const channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }: MessageEvent<LiveEvent>) => tell(data)
    const share = (event: LiveEvent) => {
      tell(event)
      // The end of this connection is this one's business: another tab takes its place.
      if (event.type !== 'end') channel.postMessage(event)
    }
    const ending = new AbortController()
    const stop = navigator.locks ? shareOne(name, share, ending.signal) : whileSeen(share)
    return () => {
      ending.abort()
      stop()
      channel.close()
    }
  }, [account])
}

// The lock passes on when the tab that holds it is closed.
function shareOne(name: string, share: (event: LiveEvent) => void, signal: AbortSignal): () => void {
  const hold = () =>
    new Promise<void>((resolve) => {
      const stream = openStream('/live', null, {
        onEvent: (event) => {
          share(event)
          if (event.type === 'end') resolve()
        },
      })
      const over = () => {
        stream.close()
        resolve()
      }
      if (signal.aborted) over()
      else signal.addEventListener('abort', over)
    })
  // Aborting a request that still waits rejects it.
  navigator.locks.request(name, { signal }, hold).catch(() => {})
  return () => {}
}

// No locks without a secure context: then each tab has its own connection, as long as it is looked at.
function whileSeen(share: (event: LiveEvent) => void): () => void {
  let stream: ReturnType<typeof openStream> | null = null
  let position: string | null = null
  const follow = () => {
    if (document.visibilityState === 'visible') stream ??= openStream('/live', position, { onEvent: share })
    else {
      position = stream?.close() ?? position
      stream = null
    }
  }
  follow()
  document.addEventListener('visibilitychange', follow)
  return () => {
    document.removeEventListener('visibilitychange', follow)
    stream?.close()
  }
}
