'use client'

import { useLayoutEffect, useRef } from 'react'
import { placeOfTip } from './tip-place.ts'
import { type Tip, useTip } from './use-tip.ts'

export type TipSide = 'top' | 'right'

/**
 * The attributes that give an element a tooltip: a name or a short addition, seen beside the element on
 * hover and focus. What a reader must know belongs in a Popover or in the page.
 */
export function tip(text: string, side: TipSide = 'top') {
  return { 'data-tip': text, 'data-tip-side': side }
}

/**
 * Shows the tooltip of whatever element has one; once in the app. One for all, because a dozen components
 * that wait for a pointer which mostly never comes are work for the very moment when a page opens.
 */
export function Tips() {
  const shown = useTip()
  return shown === null ? null : <Shown key={shown.text} tip={shown} />
}

// Hidden from screen readers: it repeats the name of what it stands beside.
function Shown({ tip: { anchor, text, side } }: { tip: Tip }) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (element.current === null) return
    const window = { width: document.documentElement.clientWidth, height: innerHeight }
    const { x, y } = placeOfTip(anchor.getBoundingClientRect(), element.current.getBoundingClientRect(), {
      side,
      window,
    })
    element.current.style.transform = `translate(${x}px, ${y}px)`
  }, [anchor, side])
  return (
    <div
      ref={element}
      data-tip-shown
      aria-hidden
      className="fixed top-0 left-0 z-60 w-max max-w-72 animate-appear rounded-sm bg-ink px-2 py-1 text-12 text-on-ink"
    >
      {text}
    </div>
  )
}
