// Tasks as SEP-2663 has them: made by a call, watched by polling, answered where they ask, cancelled.
import { randomUUID } from 'node:crypto'
import type { CallToolResult, InputRequests } from '@modelcontextprotocol/server'

type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled'
export type Task = {
  readonly taskId: string
  readonly status: TaskStatus
  readonly createdAt: string
  readonly lastUpdatedAt: string
  readonly ttlMs: number
  readonly pollIntervalMs: number
}
/** What becomes of a task. Each step is given what was answered so far. */
export type Work = {
  /** Milliseconds until `end`; questions come first. */
  readonly lasts: number
  readonly asks?: InputRequests
  readonly end: (
    answers: Readonly<Record<string, unknown>>,
  ) => { result: CallToolResult } | { error: { code: number; message: string } }
}
type Held = {
  status: TaskStatus
  updated: number
  readonly created: number
  readonly work: Work
  readonly answers: Record<string, unknown>
  ending: object
  timer?: NodeJS.Timeout
}

const TTL_MS = 600_000
const POLL_MS = 100

export function createTasks() {
  const tasks = new Map<string, Held>()

  function move(held: Held, status: TaskStatus, ending: object = {}): void {
    Object.assign(held, { status, ending, updated: Date.now() })
  }
  function start(held: Held): void {
    move(held, 'working')
    held.timer = setTimeout(() => {
      const end = held.work.end(held.answers)
      move(held, 'error' in end ? 'failed' : 'completed', end)
    }, held.work.lasts)
  }
  function pending(held: Held): InputRequests {
    const open = Object.entries(held.work.asks ?? {}).filter(([key]) => !(key in held.answers))
    return Object.fromEntries(open)
  }
  function show(taskId: string, held: Held): Task {
    return {
      taskId,
      status: held.status,
      createdAt: new Date(held.created).toISOString(),
      lastUpdatedAt: new Date(held.updated).toISOString(),
      ttlMs: TTL_MS,
      pollIntervalMs: POLL_MS,
    }
  }

  return {
    create(work: Work): Task {
      const taskId = randomUUID()
      const now = Date.now()
      const held: Held = { status: 'working', created: now, updated: now, work, answers: {}, ending: {} }
      tasks.set(taskId, held)
      if (work.asks) move(held, 'input_required')
      else start(held)
      return show(taskId, held)
    },
    /** The task with what belongs to its state, or null for one that is not known. */
    get(taskId: string): object | null {
      const held = tasks.get(taskId)
      if (!held) return null
      const asks = held.status === 'input_required' && { inputRequests: pending(held) }
      return { ...show(taskId, held), ...held.ending, ...asks }
    },
    /** Takes the answers that were asked for and leaves others out; false for a task that is not known. */
    update(taskId: string, answers: Readonly<Record<string, unknown>>): boolean {
      const held = tasks.get(taskId)
      if (held?.status !== 'input_required') return held !== undefined
      const open = pending(held)
      for (const [key, answer] of Object.entries(answers)) if (key in open) held.answers[key] = answer
      if (Object.keys(pending(held)).length === 0) start(held)
      return true
    },
    cancel(taskId: string): boolean {
      const held = tasks.get(taskId)
      if (!held) return false
      clearTimeout(held.timer)
      if (held.status === 'working' || held.status === 'input_required') move(held, 'cancelled')
      return true
    },
    close(): void {
      for (const held of tasks.values()) clearTimeout(held.timer)
    },
  }
}
export type Tasks = ReturnType<typeof createTasks>
