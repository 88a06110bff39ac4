// Where a page of a search ended: which kind of match, and which row in its order. Opaque to callers.
import { Fault } from '#lib/fault.ts'

export type SearchPlace = { readonly step: number; readonly weight: number; readonly id: number }

export function placeText({ step, weight, id }: SearchPlace): string {
  return Buffer.from(`${step} ${weight} ${id}`).toString('base64url')
}

/** Null for the first page. @throws Fault invalid-input for a text that no page ever gave */
export function readPlace(text: string | undefined): SearchPlace | null {
  if (text === undefined) return null
  const match = /^([0-4]) (\d{1,3}) (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString())
  if (!match)
    throw new Fault('invalid-input', 'This cursor is not one that a page gave. Start again without a cursor.')
  return { step: Number(match[1]), weight: Number(match[2]), id: Number(match[3]) }
}
