// [A10, A11] One JSON text: where we read it, every reader that reads it has the same value, and so has
// every reader of what we write in its place, digit for digit.
import { JsonSyntaxError, parseJson, serializeJson, toPlain } from '#lib/json/index.ts'
import { formOf } from './form.ts'
import { digitsForm, JSON_READERS } from './json-readers.ts'

/** How a text is read and what is written in its place; null where it is refused. */
export type ReadAndWrite = (text: string) => { readonly form: string; readonly written: string } | null
/** `why` is null where nothing is wrong. */
export type Checked = { readonly accepted: boolean; readonly why: string | null }

const ours: ReadAndWrite = (text) => {
  try {
    const value = parseJson(text)
    return { form: formOf(toPlain(value)), written: serializeJson(value) }
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null
    throw error
  }
}

/** @param read what is examined: ours, or one with a known fault to see that it is found */
export function checkJson(text: string, read: ReadAndWrite = ours): Checked {
  const mine = read(text)
  return mine === null ? { accepted: false, why: null } : { accepted: true, why: difference(text, mine) }
}

function difference(text: string, { form, written }: NonNullable<ReturnType<ReadAndWrite>>): string | null {
  for (const [name, reader] of Object.entries(JSON_READERS)) {
    const before = reader(text)
    if (before === null) return `${name} refuses what we accept`
    if (before !== form) return `${name} reads ${before}, we read ${form}`
    if (reader(written) !== form) return `${name} reads ${reader(written)} in what we write, not ${form}`
  }
  if (digitsForm(text) !== digitsForm(written)) return `digits were lost: ${written}`
  const again = ours(written)
  return again?.written === written ? null : `reading ${written} again gives ${again?.written}`
}
