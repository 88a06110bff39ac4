// A processor profile as a flame graph: one self-contained SVG, widest at the bottom, and the functions that
// the time was spent in, heaviest first.
type Node = {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly children?: readonly number[]
}
export type Profile = {
  readonly nodes: readonly Node[]
  /** Microseconds of a clock that never goes back. */
  readonly startTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}
type Frame = { readonly name: string; time: number; readonly below: Map<string, Frame> }

const WIDTH = 1200
const ROW = 16
// Narrower than this nothing can be read, and the file would be large.
const MIN_WIDTH = 1.2
const IDLE = new Set(['(idle)', '(root)', '(program)'])

/** The time that was spent between two moments (microseconds of the profile's clock), by stack. */
export function stacksOf(profile: Profile, from: number, to: number): Frame {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  )
  const root: Frame = { name: 'all', time: 0, below: new Map() }
  let now = profile.startTime
  profile.samples.forEach((sample, i) => {
    const delta = profile.timeDeltas[i] ?? 0
    now += delta
    const node = byId.get(sample)
    if (now < from || now > to || !node || IDLE.has(node.callFrame.functionName)) return
    const stack: string[] = []
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const frame = byId.get(id)?.callFrame
      if (frame && frame.functionName !== '(root)') stack.push(nameOf(frame))
    }
    root.time += delta
    let at = root
    for (const name of stack.reverse()) {
      const next = at.below.get(name) ?? { name, time: 0, below: new Map() }
      at.below.set(name, next)
      next.time += delta
      at = next
    }
  })
  return root
}

function nameOf({ functionName, url }: Node['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  return url.startsWith('node:') ? `${name} [node]` : name
}

/** Each function's share of the time, itself alone, heaviest first. */
export function heaviest(root: Frame, count: number): { name: string; share: number }[] {
  const own = new Map<string, number>()
  const visit = (frame: Frame) => {
    let rest = frame.time
    for (const child of frame.below.values()) {
      rest -= child.time
      visit(child)
    }
    own.set(frame.name, (own.get(frame.name) ?? 0) + rest)
  }
  visit(root)
  const sorted = [...own].sort((a, b) => b[1] - a[1]).slice(0, count)
  return sorted.map(([name, time]) => ({ name, share: time / root.time }))
}

export function flameGraph(root: Frame, title: string): string {
  const boxes: string[] = []
  let depthMost = 0
  const draw = (frame: Frame, x: number, depth: number) => {
    const width = (frame.time / root.time) * WIDTH
    if (width < MIN_WIDTH) return
    depthMost = Math.max(depthMost, depth)
    const share = `${((frame.time / root.time) * 100).toFixed(1)} %`
    const fits = Math.floor(width / 6.2)
    const text = fits < 4 ? '' : frame.name.slice(0, fits)
    boxes.push(
      `<g><title>${escaped(frame.name)}: ${share}</title><rect x="${x.toFixed(1)}" y="${-depth * ROW}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colour(frame.name)}"/>` +
        (text === ''
          ? ''
          : `<text x="${(x + 3).toFixed(1)}" y="${-depth * ROW + 11}">${escaped(text)}</text>`) +
        '</g>',
    )
    let left = x
    for (const child of [...frame.below.values()].sort((a, b) => b.time - a.time)) {
      draw(child, left, depth + 1)
      left += (child.time / root.time) * WIDTH
    }
  }
  draw(root, 0, 0)
  const height = (depthMost + 2) * ROW + 24
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 ${-depthMost * ROW - 28} ${WIDTH} ${height}" font-family="monospace" font-size="10" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect y="${-depthMost * ROW - 28}" width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="${-depthMost * ROW - 12}" font-size="13">${escaped(title)}</text>`,
    ...boxes,
    '</svg>\n',
  ].join('\n')
}

// Node's own functions are grey, so that ours stand out; the shade only tells neighbours apart.
function colour(name: string): string {
  const shade = [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 40, 7)
  return name.endsWith('[node]') || name.startsWith('(')
    ? `hsl(220 8% ${72 + shade / 4}%)`
    : `hsl(${24 + shade} 85% 68%)`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
