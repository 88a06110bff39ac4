'use client'

import { useEffect } from 'react'

/** Keeps search parameters of the address as they are here, without a navigation; null leaves one out. */
export function useUrl(params: Readonly<Record<string, string | null>>): void {
  const wanted = JSON.stringify(params)
  useEffect(() => {
    const url = new URL(location.href)
    for (const [key, value] of Object.entries<string | null>(JSON.parse(wanted))) {
      if (value === null) url.searchParams.delete(key)
      else url.searchParams.set(key, value)
    }
    if (url.href !== location.href) history.replaceState(null, '', url)
  }, [wanted])
}
