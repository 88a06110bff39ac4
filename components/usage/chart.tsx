'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTheme } from '#components/shell/theme.ts'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { useMedia } from '#components/ui/use-media.ts'
import { Drawing } from './drawing.tsx'
import type { Plot, PlotSeries } from './plot.ts'
import { stepText } from './usage-view.ts'

export type ChartStep = {
  /** ms since the epoch */
  readonly from: number
  readonly until: number
  /** What the figures of this step are, in words. */
  readonly text: string
  /** The calls behind it; null where there are none. */
  readonly href: string | null
}
type ChartProps = {
  label: string
  steps: readonly ChartStep[]
  series: readonly PlotSeries[]
  scale: 'count' | 'ms'
}

/** A chart that a pointer and the arrow keys walk step by step; Enter and a click open the calls of the step. */
export function Chart({ label, scale, ...figures }: ChartProps) {
  const router = useRouter()
  // Read again and unchanged, they are the same chart: it is not drawn anew under the pointer.
  const text = JSON.stringify({ steps: figures.steps, series: figures.series })
  const { steps, series } = useMemo<Pick<ChartProps, 'steps' | 'series'>>(() => JSON.parse(text), [text])
  const theme = useTheme()
  const isDark = useMedia('(prefers-color-scheme: dark)', false)
  const isHydrated = useHydrated()
  const readout = useId()
  const plot = useRef<Plot | null>(null)
  const [step, setStep] = useState<number | null>(null)
  const [problem, setProblem] = useState(false)
  const shown = step === null ? undefined : steps[step]

  function walk(event: KeyboardEvent) {
    const next = stepAfter(event.key, step, steps.length)
    if (event.key === 'Enter' && shown?.href) router.push(shown.href)
    else if (next !== null) {
      event.preventDefault()
      setStep(next)
      plot.current?.mark(next)
    }
  }

  const when = ({ from, until }: ChartStep) => {
    const span = { from: new Date(from), until: new Date(until) }
    return isHydrated ? stepText(span) : stepText(span, 'en', 'UTC')
  }
  return (
    <div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${label}, by step`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, steps.length - 1)}
        aria-valuenow={step ?? Math.max(0, steps.length - 1)}
        aria-valuetext={
          shown ? `${when(shown)}: ${shown.text}` : 'Arrow keys walk the steps, Enter opens the calls'
        }
        aria-describedby={readout}
        onKeyDown={walk}
        className="rounded-sm"
      >
        <Drawing
          // Other colours are another drawing.
          key={`${theme} ${isDark}`}
          steps={steps}
          series={series}
          scale={scale}
          plot={plot}
          onStep={setStep}
          onProblem={setProblem}
        />
      </div>
      <p id={readout} className="mt-1 min-h-5 text-13 text-ink-2" suppressHydrationWarning>
        {problem
          ? 'The chart could not be loaded. The table holds the same figures.'
          : shown
            ? `${when(shown)}: ${shown.text}`
            : 'Point at a step, or walk with the arrow keys; Enter opens its calls.'}
      </p>
    </div>
  )
}

function stepAfter(key: string, step: number | null, count: number): number | null {
  const last = count - 1
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, (step ?? count) - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, (step ?? -1) + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
