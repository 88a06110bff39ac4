'use client'

import { useEffect, useState } from 'react'
import { enginesMissing, loadEngines } from '#lib/policy/index.ts'

/**
 * True once whatever these texts need to be read is here: at once for most, for YAML and regular
 * expressions when their libraries have been fetched. Where they cannot be, the page says so.
 * @param texts the ones of the first time that it is asked count; another text comes with what reads it
 */
export function useEngines(texts: readonly (string | undefined)[]): boolean {
  const [missing] = useState(() => enginesMissing(texts.filter((text) => text !== undefined)))
  const [ended, setEnded] = useState<{ readonly problem: unknown } | null>(null)
  useEffect(() => {
    if (missing.length === 0) return
    let isCurrent = true
    const end = (problem: unknown) => isCurrent && setEnded({ problem })
    loadEngines(missing).then(() => end(null), end)
    return () => {
      isCurrent = false
    }
  }, [missing])
  if (ended !== null && ended.problem !== null) throw ended.problem
  return missing.length === 0 || ended !== null
}
