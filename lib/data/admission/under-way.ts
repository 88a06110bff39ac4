// The admitted calls of this process whose outcome is not written yet. Those that take long are claimed in
// the database, so that the sweeper of another replica can tell them from what a dead one left behind.
import type { CallKey } from './outcomes.ts'

export type UnderWay = {
  /** A call was admitted; `end` or `abandon` follows. */
  begin(call: CallKey): void
  /** Its outcome is written. */
  end(id: string): void
  /** Its outcome will never be written: whoever sweeps may close the record. */
  abandon(id: string): void
  /**
   * What changed since the last claims were written: calls that have become long, long ones that ended, and
   * long ones that were abandoned. Each ends with its `CallKey`.
   * @param longMs from what age a call is long
   */
  changes(longMs: number): Changes
  /** The changes stand in the database; they are not told again. */
  written(changes: Changes): void
  /** How many there are. */
  count(): number
  /** What was claimed is claimed no longer (this replica was taken for dead): it is told again. */
  forget(): void
}
export type Changes = {
  readonly long: readonly CallKey[]
  readonly ended: readonly CallKey[]
  readonly abandoned: readonly CallKey[]
}
type Open = { readonly call: CallKey; readonly since: number; isClaimed: boolean }

/** @param now a clock in ms, for ages only */
export function createUnderWay(now: () => number): UnderWay {
  // In the order of their beginning, so that the long ones come first.
  const open = new Map<string, Open>()
  const ended = new Map<string, CallKey>()
  const abandoned = new Map<string, CallKey>()

  function leave(id: string, list: Map<string, CallKey>): void {
    const each = open.get(id)
    if (!each) return
    open.delete(id)
    if (each.isClaimed) list.set(id, each.call)
  }

  return {
    begin: (call) => void open.set(call.id, { call, since: now(), isClaimed: false }),
    end: (id) => leave(id, ended),
    abandon: (id) => leave(id, abandoned),
    changes(longMs) {
      const long: CallKey[] = []
      for (const each of open.values()) {
        if (now() - each.since < longMs) break
        if (!each.isClaimed) long.push(each.call)
      }
      return { long, ended: [...ended.values()], abandoned: [...abandoned.values()] }
    },
    written(changes) {
      for (const { id } of changes.ended) ended.delete(id)
      for (const { id } of changes.abandoned) abandoned.delete(id)
      for (const call of changes.long) {
        const each = open.get(call.id)
        if (each) each.isClaimed = true
        // It ended while the claim was being written. A record that is closed already stays as it is.
        else abandoned.set(call.id, call)
      }
    },
    count: () => open.size,
    forget() {
      for (const each of open.values()) each.isClaimed = false
    },
  }
}
