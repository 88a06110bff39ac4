// What the policy as a whole leaves open, and whether it leaves anything open at all.
import { isGlob } from '../evaluate/glob.ts'
import type { Entry } from '../policy.ts'
import { hasRules } from './names.ts'
import { alwaysRefused } from './refusals.ts'
import type { PlacedEntry, Scene, ValidatedTool } from './scene.ts'
import { listed } from './words.ts'

// What the server may ask of the client: its model, its person, its folders.
const ASKED_GROUPS = ['sampling', 'elicitation', 'roots'] as const

export function checkCoverage(scene: Scene, general: PlacedEntry, entries: readonly PlacedEntry[]): void {
  warnOpenByDefault(scene)
  for (const placed of entries) warnCriticalOpen(scene, placed)
  warnEverythingDenied(scene, general, entries)
  warnMethods(scene)
}

function warnOpenByDefault(scene: Scene): void {
  const { policy, governed, warn } = scene
  if (policy.default !== 'allow') return
  const open = openCritical(scene, governed.get(null) ?? [])
  if (open.length === 0) return
  const [they, them] = open.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  warn(
    '/default',
    'open-by-default',
    `The default lets every call of ${listed(open)} pass, and ${they} Critical. Deny ${them}, or write an entry with rules.`,
    move(open, 'deny', `Deny ${them}`),
  )
}

/** An entry that says nothing but the tool's name: every call passes. */
function warnCriticalOpen(scene: Scene, { name, at, entry, tools }: PlacedEntry): void {
  if (name === null || hasRules(entry)) return
  const open = openCritical(scene, tools)
  if (open.length === 0) return
  const [they, them] = open.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  const canAsk = scene.approvers !== 0
  scene.warn(
    at,
    'critical-open',
    `This entry lets every call of ${listed(open)} pass, and ${they} Critical. Ask a person first, or limit or deny ${them}.`,
    canAsk ? move(open, 'approve', `Ask a person before ${them}`) : move(open, 'deny', `Deny ${them}`),
  )
}

function openCritical({ policy, hiddenBy }: Scene, tools: readonly ValidatedTool[]): string[] {
  const { require, deny_if, require_approval }: Entry = policy.all_tools
  if (require.length + deny_if.length > 0 || require_approval) return []
  return tools
    .filter((tool) => tool.severity === 'Critical' && hiddenBy(tool.name) === null)
    .map((tool) => tool.name)
}

/** No command can name a tool whose own name holds a `*` (M2). */
function move(tools: readonly string[], to: 'deny' | 'approve', label: string) {
  if (tools.some(isGlob)) return undefined
  return { label, command: { type: 'move', tools, to } } as const
}

/** As though every tool were accepted: what the policy itself refuses is the question here. */
function warnEverythingDenied(scene: Scene, general: PlacedEntry, entries: readonly PlacedEntry[]): void {
  const { policy, tools, governed, hiddenBy, warn } = scene
  const words =
    'This policy refuses every call of every tool of this server. Allow a tool, or remove what refuses them all.'
  if (tools.length === 0) {
    if (alwaysRefused(scene, [general], []) !== null) warn('', 'everything-denied', words)
    return
  }
  const byName = new Map(entries.map((placed) => [placed.name, placed]))
  for (const [name, own] of governed) {
    const entry = byName.get(name)
    if (!entry && policy.default === 'deny') continue
    const layers = entry ? [general, entry] : [general]
    if (own.some((tool) => hiddenBy(tool.name) === null && alwaysRefused(scene, layers, [tool]) === null))
      return
  }
  warn('', 'everything-denied', words)
}

function warnMethods({ policy, warn }: Scene): void {
  const absent = ASKED_GROUPS.filter((group) => policy.methods[group] === undefined)
  if (policy.default !== 'allow' || absent.length === 0) return
  warn(
    '/methods',
    'methods-by-default',
    `The default is allow, so the server may ask its client for ${listed(absent)} too. Say under “methods” whether it should.`,
  )
}
