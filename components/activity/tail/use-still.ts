'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Whether the reader is at the rows: the list's top is out of sight, or the pointer or the keyboard is in it. */
export function useStill(list: RefObject<HTMLElement | null>, top: RefObject<HTMLElement | null>) {
  const [isScrolled, setIsScrolled] = useState(false)
  const [isPointed, setIsPointed] = useState(false)
  const [isFocused, setIsFocused] = useState(false)

  useEffect(() => {
    const mark = top.current
    if (!mark) return
    const observer = new IntersectionObserver(([entry]) => setIsScrolled(entry?.isIntersecting === false))
    observer.observe(mark)
    return () => observer.disconnect()
  }, [top])

  useEffect(() => {
    const element = list.current
    if (!element) return
    // A finger has left the glass before anything could move under it.
    const over = (event: PointerEvent) => setIsPointed(event.pointerType === 'mouse')
    const out = () => setIsPointed(false)
    const focus = (event: FocusEvent) =>
      setIsFocused(event.target instanceof Element && event.target.matches(':focus-visible'))
    const blur = () => setIsFocused(false)
    element.addEventListener('pointerenter', over)
    element.addEventListener('pointermove', over)
    element.addEventListener('pointerleave', out)
    element.addEventListener('focusin', focus)
    element.addEventListener('focusout', blur)
    return () => {
      element.removeEventListener('pointerenter', over)
      element.removeEventListener('pointermove', over)
      element.removeEventListener('pointerleave', out)
      element.removeEventListener('focusin', focus)
      element.removeEventListener('focusout', blur)
    }
  }, [list])

  return isScrolled || isPointed || isFocused
}
