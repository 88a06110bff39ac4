// Approvals that nobody can give, or not in time.
import type { Command } from '../edit/command.ts'
import { isGlob } from '../evaluate/glob.ts'
import { DEFAULT_TIMEOUT_SECONDS } from '../read/read-entry.ts'
import { alwaysRefused } from './refusals.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { listed } from './words.ts'

/** In less than this nobody reads the question, let alone the arguments. */
const SHORT_SECONDS = 30

export function checkApprovals(scene: Scene, general: PlacedEntry, entries: readonly PlacedEntry[]): void {
  const asking = [general, ...entries].filter((placed) => placed.entry.require_approval)
  for (const placed of asking) {
    warnInVain(scene, general, placed)
    warnShort(scene, placed)
  }
  const [first] = asking
  if (scene.approvers !== 0 || !first) return
  scene.warn(
    `${first.at}/require_approval`,
    'approval-impossible',
    `Nobody in the organisation may approve, so calls that need it (${listed(
      asking.map(({ name }) => name ?? 'every tool'),
    )}) wait until they expire. Give a member the role of approver.`,
  )
}

function warnInVain(scene: Scene, general: PlacedEntry, placed: PlacedEntry): void {
  const { name, at, entry } = placed
  // What holds for the tools that a pattern governs today need not hold for those to come.
  const tools = name === null || isGlob(name) ? [] : placed.tools
  const layers = name === null ? [placed] : [general, placed]
  // That all_tools denies everything is said once, for the whole document.
  const why = alwaysRefused(scene, layers, tools)
  if (why === null || (name !== null && alwaysRefused(scene, [general], tools) !== null)) return
  const { conditions = [] } = entry.require_approval ?? {}
  const command: Command =
    name === null
      ? { type: 'remove', pointer: `${at}/require_approval` }
      : { type: 'set-approval', tool: name, approval: null }
  scene.warn(
    `${at}/require_approval`,
    'approval-impossible',
    `No approval lets a call pass here, for ${why}. Remove the approval${
      conditions.length > 0 ? ' and its conditions' : ''
    }, or what refuses the calls.`,
    { label: 'Remove the approval', command },
  )
}

function warnShort(scene: Scene, { at, entry }: PlacedEntry): void {
  const seconds = entry.require_approval?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
  if (seconds >= SHORT_SECONDS) return
  const pointer = `${at}/require_approval/timeout`
  scene.warn(
    pointer,
    'approval-timeout-short',
    `A person has ${seconds === 1 ? '1 second' : `${seconds} seconds`} to approve, which is hardly enough to read the call. Give 30 seconds or more.`,
    { label: 'Give ten minutes', command: { type: 'set', pointer, value: '10m' } },
  )
}
