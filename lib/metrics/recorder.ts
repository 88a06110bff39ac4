// The figures as Prometheus keeps them. What comes from outside never makes a new series without end: a label that
// has had as many values as there may be says `other` from then on.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Recorder } from './meter.ts'
import { METRICS, type MetricName } from './names.ts'

const MOST_VALUES = 64
const OTHER = 'other'

export type Figures = { readonly recorder: Recorder; readonly registry: Registry }

/** @param part which of our processes this is: a label of every figure */
export function createFigures(part: 'gateway' | 'dashboard'): Figures {
  const registry = new Registry()
  registry.setDefaultLabels({ part })
  collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const gauges = new Map<string, Gauge>()
  const readers = new Map<string, Parameters<Recorder['watch']>[1]>()
  for (const [name, metric] of Object.entries(METRICS)) {
    const { kind, help } = metric
    const own = { name, help, labelNames: [...metric.labels], registers: [registry] }
    if (kind === 'counter') counters.set(name, startAtZero(new Counter(own), metric.labels))
    else if (kind === 'histogram')
      histograms.set(name, new Histogram({ ...own, buckets: [...metric.buckets] }))
    else gauges.set(name, new Gauge({ ...own, collect: () => collect(name) }))
  }

  async function collect(name: string): Promise<void> {
    const [gauge, read] = [gauges.get(name), readers.get(name)]
    if (!gauge) return
    gauge.reset()
    // A gauge without labels is zero once it is reset: where nobody can read it, it is not told at all.
    if (METRICS[name as MetricName].labels.length === 0) gauge.remove()
    const readings = read
      ? await Promise.resolve()
          .then(read)
          .catch(() => [])
      : []
    for (const { labels, value } of readings) gauge.set(bounded(labels), value)
  }

  const seen = new Map<string, Set<string>>()
  function bounded(labels: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(labels).map(([label, value]) => {
        const values = seen.get(label) ?? new Set()
        seen.set(label, values)
        if (!values.has(value) && values.size >= MOST_VALUES) return [label, OTHER]
        values.add(value)
        return [label, value]
      }),
    )
  }

  return {
    registry,
    recorder: {
      count: (name, labels, by) => counters.get(name)?.inc(bounded(labels), by),
      observe: (name, labels, seconds) => histograms.get(name)?.observe(bounded(labels), seconds),
      watch: (name, read) => void readers.set(name, read),
    },
  }
}

// An alarm on an increase needs to have seen the zero before it.
function startAtZero(counter: Counter, labels: readonly string[]): Counter {
  if (labels.length === 0) counter.inc(0)
  return counter
}
