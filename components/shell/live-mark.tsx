'use client'

import { useEffect, useState } from 'react'
import { Mark } from './mark.tsx'

const EVENT = 'portcullis:denied'
const CLOSED_MS = 900

/** Tells the mark in the rail that the live tail has just shown a refused call. */
export function dropBars(): void {
  window.dispatchEvent(new Event(EVENT))
}

export function LiveMark() {
  const [closed, setClosed] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const close = () => {
      setClosed(true)
      clearTimeout(timer)
      timer = setTimeout(() => setClosed(false), CLOSED_MS)
    }
    window.addEventListener(EVENT, close)
    return () => {
      window.removeEventListener(EVENT, close)
      clearTimeout(timer)
    }
  }, [])
  return <Mark closed={closed} />
}
