'use client'

import { type RefObject, useInsertionEffect, useRef } from 'react'

/** The value of the last finished render, for callbacks that must not change with it. */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const latest = useRef(value)
  useInsertionEffect(() => {
    latest.current = value
  })
  return latest
}
