'use client'

import { useEffect, useState } from 'react'
import { useServerHref } from '../../editor-context.ts'

/** What is used of one limit of the published policies of the server, as its calls are counted now. */
export type LimitUse = {
  readonly policyId: string
  readonly rule: string
  readonly counter: string
  readonly scope: string
  readonly window: string
  readonly sliding: boolean
  /** Decimal text. */
  readonly used: string
  /** An ISO text; null where it is not known. */
  readonly resetsAt: string | null
  readonly grants: readonly { readonly id: string; readonly name: string }[]
}

const EVERY_MS = 10_000

/**
 * The limits in use, read now and every ten seconds; null until they are known, and where they cannot be.
 * @param isInForce whether there is a policy in force, whose limits could be used
 */
export function useLimitUses(isInForce: boolean): readonly LimitUse[] | null {
  const address = `${useServerHref()()}/policy/limits`
  const [uses, setUses] = useState<readonly LimitUse[] | null>(null)
  useEffect(() => {
    if (!isInForce) return
    let isWanted = true
    const read = async () => {
      if (document.visibilityState !== 'visible') return
      const response = await fetch(address)
      if (response.ok && isWanted) setUses(await response.json())
    }
    // A figure that is missing is no reason to say anything: it is left out.
    const quietly = () => void read().catch(() => {})
    quietly()
    const timer = setInterval(quietly, EVERY_MS)
    return () => {
      isWanted = false
      clearInterval(timer)
    }
  }, [address, isInForce])
  return uses
}
