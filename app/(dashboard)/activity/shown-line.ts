import type { CallLine } from '#components/activity/call-view.ts'
import type { CallRow } from '#lib/data/model.ts'

/** What a row shows, and no more: the browser needs neither words nor details to draw it. */
export function shownLine(call: CallRow): CallLine {
  const { message: _, upstreamStatus: __, argumentNames: ___, detail: ____, ...line } = call
  return line
}
