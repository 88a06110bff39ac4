'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { openStream, type StreamState } from '#components/live/index.ts'
import { type DoctorCall, mergeAttempts } from '#lib/doctor/index.ts'
import type { LiveAttempt, LiveEvent } from '#lib/live/index.ts'

export type DoctorStart = {
  readonly attempts: readonly LiveAttempt[]
  readonly calls: readonly DoctorCall[]
  /** The feed's, when these were read. */
  readonly position: string
}

/** What clients try, as it happens: of the organisation, and the calls of one grant. Open while it is in sight. */
export function useDoctor(grantId: string, start: DoctorStart) {
  const [attempts, setAttempts] = useState(start.attempts)
  const [calls, setCalls] = useState(start.calls)
  const [state, setState] = useState<StreamState>('connecting')
  const [begin] = useState(start.position)
  const onEvent = useEffectEvent((event: LiveEvent) => {
    if (event.type === 'attempts') setAttempts(mergeAttempts(attempts, event.attempts))
    if (event.type === 'calls')
      setCalls([...event.calls.map(({ at, tool, decision }) => ({ at, tool, decision })), ...calls])
  })
  useEffect(() => {
    const path = `/live?attempts=1&calls=1&grant=${encodeURIComponent(grantId)}`
    let stream: ReturnType<typeof openStream> | null = null
    let known: string | null = begin
    const follow = () => {
      if (document.visibilityState === 'visible')
        stream ??= openStream(path, known, { onEvent, onState: setState })
      else {
        known = stream?.close() ?? known
        stream = null
      }
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      stream?.close()
    }
  }, [grantId, begin])
  return { attempts, calls, state }
}
