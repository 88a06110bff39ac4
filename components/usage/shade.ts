// Patterns that a canvas paints with, in the colours of the theme.
export type Shade = 'plain' | 'dots' | 'stripes'
export type Inks = {
  readonly ink: string
  readonly soft: string
  readonly faint: string
  readonly line: string
  readonly ground: string
}

/** The colours as they are now: of elements, because a canvas cannot read the tokens themselves. */
export function inksOf(element: HTMLElement): Inks {
  const probe = element.ownerDocument.createElement('span')
  element.append(probe)
  const colour = (token: string) => {
    probe.style.color = `var(--${token})`
    return getComputedStyle(probe).color
  }
  const inks = {
    ink: colour('ink'),
    soft: colour('line-strong'),
    faint: colour('ink-3'),
    line: colour('line'),
    ground: colour('surface'),
  }
  probe.remove()
  return inks
}

const TILE = 6

/** What fills a bar: the ground is painted too, so that what stands behind does not shine through. */
export function fillOf(shade: Shade, inks: Inks, ratio: number): string | CanvasPattern {
  if (shade === 'plain') return inks.soft
  const tile = document.createElement('canvas')
  const size = Math.round(TILE * ratio)
  tile.width = size
  tile.height = size
  const context = tile.getContext('2d')
  if (!context) return inks.ink
  context.fillStyle = inks.ground
  context.fillRect(0, 0, size, size)
  context.fillStyle = inks.ink
  context.strokeStyle = inks.ink
  context.beginPath()
  if (shade === 'dots') {
    context.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI)
    context.fill()
  } else {
    context.lineWidth = size / 3
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - 1, size + 1)
      context.lineTo(shift + size + 1, -1)
    }
    context.stroke()
  }
  return context.createPattern(tile, 'repeat') ?? inks.ink
}
