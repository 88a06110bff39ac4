// The only file that knows uPlot; loaded when a chart comes into sight, and never before the page stands.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { fillOf, type Inks, type Shade } from './shade.ts'

export type PlotSeries = {
  /** By step; null where there is nothing to draw. */
  readonly values: readonly (number | null)[]
  readonly kind: { readonly bar: Shade } | { readonly line: 'ink' | 'soft'; readonly isDashed: boolean }
}
export type PlotInput = {
  /** The beginnings of the steps, and the end of the last one: seconds. */
  readonly starts: readonly number[]
  readonly end: number
  /** Bars stack: what comes later stands on top of what came before. */
  readonly series: readonly PlotSeries[]
  /** A logarithmic scale, for lengths of time that are far apart. */
  readonly isLogarithmic: boolean
  readonly valueText: (value: number) => string
  /** Told which step the pointer is over, and when it leaves. */
  readonly onStep: (step: number | null) => void
  readonly onChoose: (step: number) => void
}
export type Plot = {
  readonly setWidth: (width: number) => void
  /** Marks a step as the pointer would; null for none. */
  readonly mark: (step: number | null) => void
  readonly destroy: () => void
}

const HEIGHT = 220
const FONT = '12px'

export function drawPlot(element: HTMLElement, input: PlotInput, inks: Inks): Plot {
  const { starts, end, isLogarithmic } = input
  const font = `${FONT} ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: inks.faint, font, ticks: { show: false }, grid: { stroke: inks.line, width: 1 } }
  const stacked = stackedBars(input.series)
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { time: true, range: [starts[0] ?? 0, end] },
        y: isLogarithmic ? { distr: 3 } : { range: (_, _min, max) => [0, Math.max(max * 1.05, 1)] },
      },
      axes: [
        { ...axis, grid: { show: false } },
        {
          ...axis,
          size: 56,
          // Of a logarithmic scale only the powers of ten are written; of counts only whole ones.
          values: (_, splits) =>
            splits.map((value) => {
              if (value === null) return ''
              const isShown = isLogarithmic ? Number.isInteger(Math.log10(value)) : Number.isInteger(value)
              return isShown ? input.valueText(value) : ''
            }),
        },
      ],
      series: [{}, ...stacked.map((each) => seriesOf(each, inks))],
      hooks: {
        setCursor: [
          ({ cursor }) => input.onStep(cursor.left === undefined || cursor.left < 0 ? null : stepAt(cursor)),
        ],
      },
    },
    [[...starts], ...stacked.map(({ values }) => [...values])],
    element,
  )

  function stepAt({ left }: uPlot.Cursor): number | null {
    const at = plot.posToVal(left ?? 0, 'x')
    const step = starts.findLastIndex((start) => start <= at)
    return step < 0 ? null : step
  }
  plot.over.addEventListener('click', () => {
    const step = stepAt(plot.cursor)
    if (step !== null) input.onChoose(step)
  })
  return {
    setWidth: (width) => plot.setSize({ width, height: HEIGHT }),
    mark: (step) => {
      if (step === null) return plot.setCursor({ left: -10, top: -10 }, false)
      const middle = ((starts[step] ?? 0) + (starts[step + 1] ?? end)) / 2
      plot.setCursor({ left: plot.valToPos(middle, 'x'), top: 0 }, false)
    },
    destroy: () => plot.destroy(),
  }
}

// Drawn from the tallest down: each stands in front of what it carries.
function stackedBars(series: readonly PlotSeries[]): readonly PlotSeries[] {
  const heights: number[] = []
  const stacked = series.map((each) => {
    if (!('bar' in each.kind)) return each
    const values = each.values.map((value, step) => {
      heights[step] = (heights[step] ?? 0) + (value ?? 0)
      return heights[step] ?? 0
    })
    return { ...each, values }
  })
  return stacked.reverse()
}

function seriesOf({ kind }: PlotSeries, inks: Inks): uPlot.Series {
  if ('bar' in kind) {
    const paths = uPlot.paths.bars?.({ size: [0.82, 48], align: 1 })
    return {
      ...(paths && { paths }),
      fill: fillOf(kind.bar, inks, uPlot.pxRatio),
      stroke: kind.bar === 'plain' ? inks.soft : inks.ink,
      width: 1,
      points: { show: false },
    }
  }
  return {
    stroke: kind.line === 'ink' ? inks.ink : inks.soft,
    width: 2,
    ...(kind.isDashed && { dash: [5, 4] }),
    points: { show: true, size: 5, fill: kind.line === 'ink' ? inks.ink : inks.soft },
  }
}
