'use client'

import { type RefObject, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { useLatest } from '../use-latest.ts'
import { whenIdle } from '../when-idle.ts'
import {
  type Grid,
  isWithin,
  offsetToShow,
  type Range,
  rangeInSight,
  rowsOfRange,
  totalOf,
  type View,
} from './in-sight.ts'

type RowsOptions = Grid & {
  /** What scrolls. */
  scroller: RefObject<HTMLElement | null>
  /** Pixels of it in which no row is seen: a head that stays, its own padding. */
  covered: number
  /** How many rows exist beyond the ones in sight, at either end. */
  beyond: number
  /** The row that has the focus, which is brought into sight when it changes; -1 for none. */
  focused: number
  /** Other rows that exist wherever the list is scrolled. */
  kept?: Iterable<number>
}

/** Nobody has measured yet: as high as most windows have it. */
const FIRST_HEIGHT = 720
const NO_ROWS: readonly number[] = []

/**
 * The rows of a long list that exist, of which only the part in sight does, and its whole height in pixels.
 * Every row has the same height. Nothing here asks the browser to lay the page out: where the list stands
 * is known from what scrolled it, and how high it is from an observer.
 */
export function useRows(options: RowsOptions): { rows: readonly number[]; total: number } {
  const { scroller, covered, focused, kept = NO_ROWS } = options
  const beyond = useIsRested() ? options.beyond : 0
  const [, drawAgain] = useReducer((times: number) => times + 1, 0)
  const [place] = useState(() => ({ view: { offset: 0, height: FIRST_HEIGHT } satisfies View as View }))
  const brought = useRef(-1)
  const drawn = useRef<Range>({ first: 0, last: -1 })

  const offset =
    focused === -1 || focused === brought.current
      ? place.view.offset
      : offsetToShow(focused, place.view, options)
  const range = rangeInSight({ ...place.view, offset }, options, beyond)
  const latest = useLatest(options)

  useLayoutEffect(() => {
    brought.current = focused
    drawn.current = range
    if (offset === place.view.offset || scroller.current === null) return
    place.view = { ...place.view, offset }
    scroller.current.scrollTop = offset
  })

  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    let isMeasured = false
    const see = (view: View) => {
      place.view = view
      if (!isWithin(rangeInSight(view, latest.current, 0), drawn.current)) drawAgain()
    }
    const scrolled = () => see({ ...place.view, offset: element.scrollTop })
    const observer = new ResizeObserver(([entry]) => {
      const height = Math.round(entry?.borderBoxSize[0]?.blockSize ?? 0)
      // A list that is not shown has no height; what it shows next is most likely what it showed last.
      if (height === 0) return
      const view = { ...place.view, height: height - covered }
      const { focused } = latest.current
      // The first row was brought into sight by a guess at the height.
      const offset = isMeasured || focused === -1 ? view.offset : offsetToShow(focused, view, latest.current)
      if (offset !== view.offset) element.scrollTop = offset
      isMeasured = true
      see({ ...view, offset })
    })
    element.addEventListener('scroll', scrolled, { passive: true })
    observer.observe(element, { box: 'border-box' })
    return () => {
      element.removeEventListener('scroll', scrolled)
      observer.disconnect()
    }
  }, [scroller, covered, latest, place])

  const alsoFocused = focused === -1 ? kept : [...kept, focused]
  return { rows: rowsOfRange(range, alsoFocused), total: totalOf(options) }
}

/** False while a list has just come, and nobody can have scrolled it: rows out of sight would only delay it. */
function useIsRested(): boolean {
  const [isRested, setIsRested] = useState(false)
  useEffect(() => whenIdle(() => setIsRested(true), 2000, 200), [])
  return isRested
}
