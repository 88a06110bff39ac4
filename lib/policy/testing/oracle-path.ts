// Paths as the oracle reads them (SPEC C1, C2): character by character, each time anew.
import { isJsonObject, type Json } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'

export type PathStep = '*' | number | { key: string }

/** The root of a path, and the text of its steps. */
export function splitPath(path: string): { root: string; steps: string } {
  const root = /^(args|(?:grant|client|user|tool|time)\.[a-z]+)/.exec(path)?.[1] ?? ''
  return { root, steps: path.slice(root.length) }
}

/** The steps after a root. */
export function readPath(text: string): PathStep[] {
  const steps: PathStep[] = []
  let rest = text
  while (rest !== '') {
    if (rest[0] === '.') {
      const name = /^[^.[]*/.exec(rest.slice(1))?.[0] ?? ''
      steps.push({ key: name })
      rest = rest.slice(1 + name.length)
    } else if (rest.startsWith('["')) {
      let end = 2
      while (rest[end] !== '"') end += rest[end] === '\\' ? 2 : 1
      steps.push({ key: String(JSON.parse(rest.slice(1, end + 1))) })
      rest = rest.slice(end + 2)
    } else {
      const inside = rest.slice(1, rest.indexOf(']'))
      steps.push(inside === '*' ? '*' : Number(inside))
      rest = rest.slice(inside.length + 2)
    }
  }
  return steps
}

/** The own member or element that a step names. */
export function take(value: Json | undefined, step: PathStep): Json | undefined {
  if (step === '*') return undefined
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined
  return isJsonObject(value) ? Object.entries(value).find(([key]) => key === step.key)?.[1] : undefined
}

/** Whether an object that lacks a key has it in another letter case. */
export function hasOtherCase(value: Json, key: string): boolean {
  if (!isJsonObject(value)) return false
  const folded = (text: string): string => text.toUpperCase().toLowerCase()
  return Object.keys(value).some((other) => folded(other) === folded(key))
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** The fact at a root; undefined where the gateway does not have it. */
export function factAt(root: string, call: ToolCall): Json | undefined {
  if (root.startsWith('time.')) {
    const at = new Date(call.at)
    if (Number.isNaN(at.getTime())) return undefined
    return root === 'time.hour' ? at.getUTCHours() : (DAYS[at.getUTCDay()] ?? '')
  }
  const facts: Record<string, Json | undefined> = {
    args: call.arguments,
    'grant.label': call.grant.label,
    'grant.tags': [...call.grant.tags],
    'client.name': call.client.name,
    'user.email': call.user.email,
    'tool.category': call.tool?.category,
    'tool.severity': call.tool?.severity,
  }
  return facts[root]
}
