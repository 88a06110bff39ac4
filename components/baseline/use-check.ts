'use client'

import { useEffect, useState } from 'react'
import type { BaselineActions, CheckedView } from './baseline-view.ts'

const AFTER_MS = 400

/** What is wrong with a draft and what it would change, asked a moment after the last key; null while that is not known. */
export function useCheck(text: string, check: BaselineActions['check']): CheckedView | null {
  const [checked, setChecked] = useState<{ readonly of: string; readonly view: CheckedView } | null>(null)
  useEffect(() => {
    let isLate = false
    const timer = setTimeout(async () => {
      // Without an answer nothing is said; publishing checks again.
      const result = await check({ document: text }).catch(() => null)
      if (result?.ok && !isLate) setChecked({ of: text, view: result.value })
    }, AFTER_MS)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [text, check])
  return checked?.of === text ? checked.view : null
}
