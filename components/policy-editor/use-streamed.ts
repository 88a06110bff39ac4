'use client'

import { startTransition, useEffect, useState } from 'react'

/** What a promise of the page resolved to; null until then, and where it could not be read. */
export function useStreamed<T>(promise: Promise<T>): T | null {
  const [value, setValue] = useState<T | null>(null)
  useEffect(() => {
    let wanted = true
    promise.then(
      (found) => {
        if (wanted) startTransition(() => setValue(found))
      },
      // A figure that is missing is no reason to lose the editor: it is left out.
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [promise])
  return value
}
