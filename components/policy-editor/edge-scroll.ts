// A list that scrolls while something is held near its upper or lower edge. Nothing runs while the
// pointer is in the middle: a loop that asks each frame what lies under it is a third of a drag's work.

const EDGE_PX = 56
const FASTEST_PX_PER_S = 1200
/** A tab that was in the background does not jump. */
const LONGEST_FRAME_MS = 50

/**
 * How fast to scroll, in pixels a second; negative is up.
 * @param y of the pointer
 * @param top and `bottom` of the list, in the same coordinates
 */
export function edgeSpeed(y: number, top: number, bottom: number): number {
  const edge = Math.min(EDGE_PX, (bottom - top) / 4)
  if (edge <= 0) return 0
  const depth = y < top + edge ? y - (top + edge) : y > bottom - edge ? y - (bottom - edge) : 0
  const share = Math.max(-1, Math.min(1, depth / edge))
  return Math.sign(share) * share ** 2 * FASTEST_PX_PER_S
}

export type EdgeScroll = {
  /** The pointer came over the list: where it stands is measured, once. */
  readonly enter: () => void
  /** The pointer is at this height of the window. */
  readonly at: (y: number) => void
  readonly leave: () => void
}

export function edgeScroll(element: HTMLElement): EdgeScroll {
  let area = { top: 0, bottom: 0 }
  let speed = 0
  let frame = 0
  let last = 0

  function step(now: number): void {
    const elapsed = Math.min(now - last, LONGEST_FRAME_MS)
    last = now
    element.scrollTop += (speed * elapsed) / 1000
    frame = speed === 0 ? 0 : requestAnimationFrame(step)
  }

  return {
    enter() {
      const { top, bottom } = element.getBoundingClientRect()
      area = { top, bottom }
    },
    at(y) {
      speed = edgeSpeed(y, area.top, area.bottom)
      if (speed === 0 || frame !== 0) return
      last = performance.now()
      frame = requestAnimationFrame(step)
    },
    leave() {
      speed = 0
    },
  }
}
