// Where a page ended: the instant and the id of its last row. Opaque to callers, checked on return.
import { Fault } from '#lib/fault.ts'

/** `at` is ISO text: calls are told apart by microseconds, which a Date does not hold. */
export function cursorText(at: string, id: string): string {
  return Buffer.from(`${at} ${id}`).toString('base64url')
}

/**
 * The place that a cursor names, or null for the first page.
 * @throws Fault invalid-input for a text that no page ever gave
 */
export function readCursor(text: string | undefined): { at: string; id: string } | null {
  if (text === undefined) return null
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z) ([a-z]+_[0-9a-z]{28})$/.exec(
    Buffer.from(text, 'base64url').toString(),
  )
  const [, at, id] = match ?? []
  if (!at || !id || Number.isNaN(Date.parse(at))) {
    throw new Fault('invalid-input', 'This cursor is not one that a page gave. Start again without a cursor.')
  }
  return { at, id }
}
