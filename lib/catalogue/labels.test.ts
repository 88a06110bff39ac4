// The classifier against labels that others gave. The labels lie beside the tree, not in it.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classify } from './index.ts'

type Label = { server: string; tool: string; description: string; category: string }
const ABSENT = 'the labels are not beside this tree'

const fileOf = (name: string) => resolve('../shared/data', name)
const labelsOf = (name: string): Label[] =>
  readFileSync(fileOf(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

function judged(labels: readonly Label[]) {
  return labels.map(({ server, tool, description, category }) => {
    const siblings = labels.filter((other) => other.server === server).map((other) => other.tool)
    return {
      tool,
      expected: category,
      actual: classify({ name: tool, description }, { server, siblings }).category,
    }
  })
}

describe('classify, against', () => {
  it('reviewed labels: 55 of 58, and nothing that destroys or pays called Read', (context) => {
    if (!existsSync(fileOf('labels-reviewed.jsonl'))) return context.skip(ABSENT)
    const all = judged(labelsOf('labels-reviewed.jsonl'))
    const wrong = all.filter(({ expected, actual }) => expected !== actual)
    expect(wrong.length).toBeLessThanOrEqual(3)
    expect(wrong.filter(({ expected, actual }) => /Dest|Fin/.test(expected) && actual === 'Read')).toEqual([])
  })

  it('labels by patterns, known to hold errors: nine in ten, and nothing that destroys called less', (context) => {
    if (!existsSync(fileOf('labels-weak.jsonl'))) return context.skip(ABSENT)
    const all = judged(labelsOf('labels-weak.jsonl'))
    const right = all.filter(({ expected, actual }) => expected === actual)
    expect(right.length / all.length).toBeGreaterThan(0.92)
    expect(
      all.filter(({ expected, actual }) => expected === 'Destructive' && actual !== 'Destructive'),
    ).toEqual([])
    expect(all.filter(({ actual }) => actual === 'Other').length / all.length).toBeLessThan(0.02)
  })

  it('the definitions of a real server: every tool of LiveTap', (context) => {
    const file = fileOf('tools/livetap.json')
    if (!existsSync(file)) return context.skip(ABSENT)
    const { server, tools } = JSON.parse(readFileSync(file, 'utf8'))
    const classes = tools.map(
      (tool: { name: string }) => `${tool.name} ${classify(tool, { server }).category}`,
    )
    expect(classes).toEqual([
      'create_connection Write',
      'list_connections Read',
      'get_connection Read',
      'destroy_connection Destructive',
      'read_stream Read',
      'create_watcher Write',
      'list_watchers Read',
      'get_watcher Read',
      'get_watcher_logs Read',
      'update_watcher Write',
      'delete_watcher Destructive',
      'restart_watcher Execute',
      'status Read',
    ])
  })
})
