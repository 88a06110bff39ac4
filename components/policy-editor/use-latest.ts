'use client'

import { type RefObject, useCallback, useInsertionEffect, useRef } from 'react'

/** The value of the last finished render, for callbacks that must not change with it. */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const latest = useRef(value)
  useInsertionEffect(() => {
    latest.current = value
  })
  return latest
}

/** A function that never changes and does what the last render's would: for what is drawn again only for new props. */
export function useStable<Arguments extends readonly unknown[]>(
  act: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const latest = useLatest(act)
  return useCallback((...given: Arguments) => latest.current(...given), [latest])
}
