// Calls as CSV (RFC 4180) that is read by people in spreadsheets: a call is one line, no cell is a formula, and
// nothing in it moves a cursor or turns a line around.
import type { CallRow } from '#lib/data/model.ts'

const COLUMNS: readonly (readonly [name: string, of: (call: CallRow) => string | number | null])[] = [
  ['id', (call) => call.id],
  ['at', (call) => call.at.toISOString()],
  ['decision', (call) => call.decision],
  ['tool', (call) => call.tool],
  ['method', (call) => call.method],
  ['server', (call) => call.serverName],
  ['server_id', (call) => call.serverId],
  ['grant', (call) => call.grantLabel],
  ['grant_id', (call) => call.grantId],
  ['rule', (call) => call.rule],
  ['reason', (call) => call.reason],
  ['message', (call) => call.message],
  ['policy_id', (call) => call.policyId],
  ['policy_version', (call) => call.policyVersion],
  ['outcome', (call) => call.outcome],
  ['upstream_status', (call) => call.upstreamStatus],
  ['latency_ms', (call) => call.latencyMs],
  ['argument_names', (call) => call.argumentNames.map((name) => name.replace(/[\\,]/g, '\\$&')).join(',')],
  ['repeats', (call) => call.repeats],
  ['last_at', (call) => call.lastAt?.toISOString() ?? null],
]

export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(',')}\r\n`

export function csvRow(call: CallRow): string {
  return `${COLUMNS.map(([, of]) => cell(of(call))).join(',')}\r\n`
}

// Line breaks, escapes of terminals, marks of direction: written out, never passed on.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
// What spreadsheets take for the beginning of a formula, in wide letters as well, after blanks too.
const FORMULA = /^\s*[=+\-@＝＋－＠]/u

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const visible = value.replace(UNSEEN, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
  const inert = FORMULA.test(visible) ? `'${visible}` : visible
  return /[",;'\s]/u.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
