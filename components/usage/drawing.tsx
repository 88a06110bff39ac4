'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useEffect, useRef } from 'react'
import type { ChartStep } from './chart.tsx'
import type { Plot, PlotSeries } from './plot.ts'
import { inksOf } from './shade.ts'

type DrawingProps = {
  steps: readonly ChartStep[]
  series: readonly PlotSeries[]
  scale: 'count' | 'ms'
  /** Where the plot is told to mark a step; null until it is there. */
  plot: RefObject<Plot | null>
  /** Told which step the pointer is over. Neither may change from one rendering to the next. */
  onStep: (step: number | null) => void
  onProblem: (isOne: boolean) => void
}

/** The canvas of a chart. What draws it is loaded when it is needed, behind a page that stands already. */
export function Drawing({ steps, series, scale, plot, onStep, onProblem }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const router = useRouter()
  useEffect(() => {
    const element = place.current
    if (!element) return
    let isWanted = true
    let width = element.clientWidth
    const resized = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      plot.current?.setWidth(width)
    })
    const draw = async () => {
      const { drawPlot } = await import('./plot.ts')
      if (!isWanted) return
      plot.current = drawPlot(
        element,
        {
          starts: steps.map(({ from }) => from / 1000),
          end: (steps.at(-1)?.until ?? 0) / 1000,
          series,
          isLogarithmic: scale === 'ms',
          valueText: scale === 'ms' ? msText : countText,
          onStep,
          onChoose: (step) => {
            const href = steps[step]?.href
            if (href) router.push(href)
          },
        },
        inksOf(element),
      )
      onProblem(false)
      resized.observe(element)
    }
    draw().catch(() => onProblem(true))
    return () => {
      isWanted = false
      resized.disconnect()
      plot.current?.destroy()
      plot.current = null
    }
  }, [steps, series, scale, plot, router, onStep, onProblem])
  return <div ref={place} className="h-[220px] w-full cursor-pointer overflow-hidden" />
}

const countText = (value: number) => new Intl.NumberFormat(undefined, { notation: 'compact' }).format(value)
const msText = (value: number) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`)
