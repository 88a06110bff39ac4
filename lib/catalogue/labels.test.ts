// The classifier against labels that others gave and tools that others offer. They lie beside the
// tree, not in it.
import { describe, expect, it } from 'vitest'
import { classifyServers, type Judged, judgeLabels, readRealServers } from './testing/real-tools.ts'

const ABSENT = 'the labels and captures are not beside this tree'
const wrongIn = (all: readonly Judged[]) => all.filter(({ expected, given }) => expected !== given.category)
const saidOf = ({ server, tool, given }: Omit<Judged, 'expected'>) => `${server} ${tool}: ${given.category}`
const isGrave = (category: string) => category === 'Destructive' || category === 'Financial'

describe('classify, against', () => {
  it('reviewed labels: all but one or two, and nothing that destroys or pays called Read', (context) => {
    const all = judgeLabels('labels-reviewed.jsonl')
    if (!all) return context.skip(ABSENT)
    const wrong = wrongIn(all)
    expect(wrong.length, wrong.map(saidOf).join('\n')).toBeLessThanOrEqual(2)
    expect(wrong.filter(({ expected, given }) => isGrave(expected) && given.category === 'Read')).toEqual([])
  })

  it('labels by patterns, known to hold errors: nine in ten, and nothing that destroys called less', (context) => {
    const all = judgeLabels('labels-weak.jsonl')
    if (!all) return context.skip(ABSENT)
    const wrong = wrongIn(all)
    expect(1 - wrong.length / all.length).toBeGreaterThan(0.92)
    expect(wrong.filter(({ expected }) => expected === 'Destructive').map(saidOf)).toEqual([])
    expect(all.filter(({ given }) => given.category === 'Other').length / all.length).toBeLessThan(0.02)
  })

  it('every captured tool: next to none without a class, and what deletes or pays by its name is grave', (context) => {
    const servers = readRealServers()
    if (!servers) return context.skip(ABSENT)
    const all = classifyServers(servers)
    expect(all.length).toBeGreaterThan(3_000)
    expect(all.filter(({ given }) => given.category === 'Other').length / all.length).toBeLessThan(0.01)
    const belittled = all.filter(
      ({ tool, given }) =>
        /^(?:delete|destroy|erase|purge|refund|pay|capture|withdraw)_/.test(tool) && !isGrave(given.category),
    )
    expect(belittled.map(saidOf)).toEqual([])
  })

  it('the definitions of a real server: every tool of LiveTap', (context) => {
    const servers = readRealServers()
    if (!servers) return context.skip(ABSENT)
    const livetap = classifyServers(servers.filter(({ server }) => server === 'livetap'))
    expect(livetap.map(({ tool, given }) => `${tool} ${given.category} ${given.severity}`)).toEqual([
      'create_connection Write Medium',
      'list_connections Read Low',
      'get_connection Read Low',
      'destroy_connection Destructive Critical',
      'read_stream Read Low',
      'create_watcher Write Medium',
      'list_watchers Read Low',
      'get_watcher Read Low',
      'get_watcher_logs Read Low',
      'update_watcher Write Medium',
      'delete_watcher Destructive Critical',
      'restart_watcher Execute High',
      'status Read Low',
    ])
  })
})
