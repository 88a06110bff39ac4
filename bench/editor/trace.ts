// How long the page's main thread worked in each frame, from a trace of Chromium's own.
import type { CDPSession } from '@playwright/test'

type TraceEvent = { name: string; ph: string; pid: number; tid: number; ts: number; dur?: number }

/** Traces what `act` makes the page do: the milliseconds of main-thread work in each frame, in order. */
export async function framesOf(session: CDPSession, act: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]))
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'devtools.timeline.frame',
        'disabled-by-default-devtools.timeline',
        '__metadata',
      ],
    },
  })
  await act()
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', collect)
  return workByFrame(events)
}

/** The work between one begin of a frame and the next, on the thread that has the most frames. */
function workByFrame(events: readonly TraceEvent[]): number[] {
  const threads = new Map<string, { begins: number[]; tasks: TraceEvent[] }>()
  for (const event of events) {
    const key = `${event.pid} ${event.tid}`
    const thread = threads.get(key) ?? { begins: [], tasks: [] }
    threads.set(key, thread)
    if (event.name === 'BeginMainThreadFrame') thread.begins.push(event.ts)
    if (event.name === 'RunTask' && event.ph === 'X') thread.tasks.push(event)
  }
  const [main] = [...threads.values()].sort((one, other) => other.begins.length - one.begins.length)
  if (main === undefined) return []
  const begins = main.begins.sort((one, other) => one - other)
  return begins.slice(0, -1).map((from, at) => {
    const to = begins[at + 1] ?? from
    const tasks = main.tasks.filter(({ ts, dur = 0 }) => ts + dur > from && ts + dur <= to)
    return tasks.reduce((sum, { dur = 0 }) => sum + dur, 0) / 1000
  })
}
