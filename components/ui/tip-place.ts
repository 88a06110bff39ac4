import type { TipSide } from './tips.tsx'

type Box = {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly width: number
  readonly height: number
}
type Size = { readonly width: number; readonly height: number }

const GAP_PX = 6
const EDGE_PX = 4

/**
 * Where the upper left corner of a tooltip stands, in pixels of the window: beside what it belongs to,
 * on the other side where there is no room, and never over the window's edge.
 */
export function placeOfTip(
  anchor: Box,
  tip: Size,
  { side, window }: { side: TipSide; window: Size },
): { x: number; y: number } {
  const within = (at: number, length: number, room: number) =>
    Math.round(Math.max(EDGE_PX, Math.min(at, room - length - EDGE_PX)))
  if (side === 'right') {
    const right = anchor.right + GAP_PX
    const x = right + tip.width + EDGE_PX <= window.width ? right : anchor.left - GAP_PX - tip.width
    const y = anchor.top + (anchor.height - tip.height) / 2
    return { x: within(x, tip.width, window.width), y: within(y, tip.height, window.height) }
  }
  const above = anchor.top - GAP_PX - tip.height
  const x = anchor.left + (anchor.width - tip.width) / 2
  const y = above >= EDGE_PX ? above : anchor.bottom + GAP_PX
  return { x: within(x, tip.width, window.width), y: within(y, tip.height, window.height) }
}
