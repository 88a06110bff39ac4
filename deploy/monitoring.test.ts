// Every query of the dashboard and of the alarms names a figure that this product tells, with labels that it has.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { THROTTLES } from '#lib/data/throttle.ts'
import { METRICS, type Served, startMetrics } from '#lib/metrics/index.ts'

type Panel = { title: string; description?: string; type: string; targets?: { expr: string }[] }
type Rule = {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; description: string }
}
const dashboard = JSON.parse(readFileSync('deploy/monitoring/grafana-dashboard.json', 'utf8')) as {
  panels: (Panel & { id: number })[]
  templating: { list: { name: string; definition?: string }[] }
}
const rules = (
  parse(readFileSync('deploy/monitoring/alerts.yaml', 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules)
const queries = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [`panel ${title}`, expr] as const),
  ),
  ...dashboard.templating.list.flatMap(({ name, definition }) =>
    definition === undefined ? [] : [[`variable ${name}`, definition] as const],
  ),
  ...rules.map(({ alert, expr }) => [`alarm ${alert}`, expr] as const),
]

/** What a scrape really answers: of ours from the table, of Node's from a process that runs. */
let told: Map<string, Set<string>>
let served: Served
beforeAll(async () => {
  const started = await startMetrics('gateway', { port: 0, host: '127.0.0.1', token: '' })
  if (!started) throw new Error('no figures')
  served = started
  const text = await (await fetch(`http://127.0.0.1:${served.port}/metrics`)).text()
  told = new Map([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => [name, new Set(['part'])]))
  for (const [name, { labels }] of Object.entries(METRICS)) told.set(name, new Set(['part', ...labels]))
})
afterAll(() => served.close())

/** The names of series in a query, each with the labels that it is asked for by. */
function seriesIn(query: string): { name: string; labels: string[] }[] {
  const plain = query.replaceAll(/"[^"]*"/g, '""').replaceAll(/\[[^\]]*\]/g, '')
  return [...plain.matchAll(/\b([a-z_0-9]{4,})\b\s*(\{[^}]*\})?/g)]
    .filter(([, name = '']) => /^(portcullis|process|nodejs)_/.test(name))
    .map(([, name = '', labels = '']) => ({
      name,
      labels: [...labels.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }))
}
const plainName = (name: string) => (told.has(name) ? name : name.replace(/_(bucket|count|sum)$/, ''))

describe('the dashboard and the alarms', () => {
  it.each(queries)('%s names figures that there are', (_, query) => {
    const series = seriesIn(query)
    expect(series.length).toBeGreaterThan(0)
    for (const { name, labels } of series) {
      const known = told.get(plainName(name))
      expect([name, known !== undefined]).toEqual([name, true])
      // `job` and `instance` are Prometheus' own.
      expect(labels.filter((each) => !known?.has(each) && each !== 'job' && each !== 'instance')).toEqual([])
    }
    for (const [, labels = ''] of query.matchAll(/\bby \(([^)]*)\)/g)) {
      const known = new Set(series.flatMap(({ name }) => [...(told.get(plainName(name)) ?? [])]))
      const strange = labels
        .split(/,\s*/)
        .filter((each) => !known.has(each) && !['le', 'instance'].includes(each))
      expect(strange).toEqual([])
    }
  })

  it('ask counters for their rate, and histograms for their buckets', () => {
    for (const [what, query] of queries)
      for (const { name } of seriesIn(query)) {
        const metric = METRICS[plainName(name) as keyof typeof METRICS]
        if (metric?.kind === 'counter')
          expect([what, /\b(rate|increase)\(/.test(query)]).toEqual([what, true])
        if (metric?.kind === 'histogram') expect([what, name.endsWith('_bucket')]).toEqual([what, true])
      }
  })

  it('show every figure of ours somewhere', () => {
    const shown = new Set(queries.flatMap(([, query]) => seriesIn(query).map(({ name }) => plainName(name))))
    expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([])
  })

  it('name budgets that there are (security L7)', () => {
    const named = queries.flatMap(([, query]) =>
      [...query.matchAll(/throttle=~?"([^"]*)"/g)].flatMap(([, names = '']) => names.split('|')),
    )
    expect(named).toContain('sign-in-all')
    expect(named.filter((name) => !Object.hasOwn(THROTTLES, name))).toEqual([])
  })

  it('say what each alarm means and what to do, and each panel what it shows', () => {
    expect(rules.length).toBeGreaterThanOrEqual(10)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { labels, annotations } of rules) {
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(annotations.summary.length).toBeGreaterThan(10)
      expect(annotations.description.length).toBeGreaterThan(20)
    }
    for (const { type, title, description } of dashboard.panels)
      if (type !== 'row') expect([title, (description ?? '').length > 5]).toEqual([title, true])
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  })
})
