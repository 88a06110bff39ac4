import type { Virtualizer } from '@tanstack/react-virtual'

type Scroller = Pick<Virtualizer<HTMLDivElement, Element>, 'scrollOffset' | 'scrollRect'>

/** Whether the pixels from `start` to `end` of a scroller are seen whole; asked of figures that are known, so that nothing is laid out for it. */
export function isInSight({ scrollOffset, scrollRect }: Scroller, start: number, end: number): boolean {
  if (scrollOffset === null || scrollRect === null) return false
  return start >= scrollOffset && end <= scrollOffset + scrollRect.height
}
