'use client'

import { RotateCcw, Undo2 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import { Button } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'
import { type Counters, callTool } from './demo-call.ts'
import { DemoConsole, type DemoLine } from './demo-console.tsx'
import { DemoDocument } from './demo-document.tsx'
import { DemoLane } from './demo-lane.tsx'
import { advanceDemo, DEMO_TOOLS, demoLanes, demoPolicy, startDemo } from './demo-state.ts'

const NO_CALLS: Counters = new Map()
const KEPT_LINES = 20

/** The board in small. It works: what is moved here is judged here, by the code that the gateway runs. */
export function Demo() {
  const [demo, dispatch] = useReducer(advanceDemo, undefined, startDemo)
  const [lines, setLines] = useState<readonly DemoLine[]>([])
  const [lane, setLane] = useState<Lane>('limit')
  const counters = useRef(NO_CALLS)
  const frame = useRef<HTMLDivElement>(null)
  const moved = useRef<string | null>(null)
  const policy = useMemo(() => demoPolicy(demo), [demo])
  const lanes = useMemo(() => demoLanes(policy), [policy])

  const move = useCallback((tool: string, to: Lane) => {
    moved.current = tool
    dispatch({ type: 'move', tool, to })
  }, [])

  // A moved card is another element in another lane: the focus goes with it.
  useEffect(() => {
    if (moved.current === null || demo.past.length === 0) return
    const selector = `[data-tool="${CSS.escape(moved.current)}"]`
    frame.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
    moved.current = null
  }, [demo])

  function call(name: string, times: number) {
    const tool = DEMO_TOOLS.find((each) => each.name === name)
    if (!tool) return
    const result = callTool(policy, tool, counters.current, Date.now(), times)
    counters.current = result.counters
    setLines((before) =>
      [{ ...result.answer, key: (before[0]?.key ?? 0) + 1 }, ...before].slice(0, KEPT_LINES),
    )
  }

  function reset() {
    counters.current = NO_CALLS
    setLines([])
    dispatch({ type: 'reset' })
  }

  return (
    <div ref={frame} className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-b py-1.5 pr-1.5 pl-4">
        <p className="text-13">
          <span className="font-medium">LiveTap</span>
          <span className="text-ink-3"> · {DEMO_TOOLS.length} tools, laid out as recommended</span>
        </p>
        <div className="flex gap-1">
          <Button
            size="sm"
            variant="quiet"
            disabled={demo.past.length === 0}
            onClick={() => dispatch({ type: 'undo' })}
          >
            <Undo2 aria-hidden />
            Undo
          </Button>
          <Button size="sm" variant="quiet" onClick={reset}>
            <RotateCcw aria-hidden />
            Reset
          </Button>
        </div>
      </div>
      <div className="p-3">
        <Segmented<Lane>
          label="Lane"
          className="mb-3 w-full md:hidden"
          value={lane}
          onValueChange={setLane}
          options={LANES.map((each) => ({
            value: each,
            name: `${EFFECTS[each].word}, ${cardsIn(lanes, each)}`,
            label: (
              <>
                {EFFECTS[each].word} <span className="text-ink-3">{cardsIn(lanes, each)}</span>
              </>
            ),
          }))}
        />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2 md:grid-cols-5">
          {lanes.map((state) => (
            <DemoLane
              key={state.lane}
              state={state}
              shown={state.lane === lane}
              onMove={move}
              onCall={call}
            />
          ))}
        </div>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] border-line border-t md:grid-cols-2">
        <DemoDocument demo={demo} />
        <div className="min-w-0 border-line max-md:border-t md:border-l">
          <DemoConsole lines={lines} onCall={call} />
        </div>
      </div>
      <p aria-live="polite" className="sr-only">
        {demo.said}
      </p>
    </div>
  )
}

function cardsIn(lanes: ReturnType<typeof demoLanes>, lane: Lane): number {
  return lanes.find((state) => state.lane === lane)?.cards.length ?? 0
}
