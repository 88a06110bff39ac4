// What an organisation may be called.
import { Fault } from '#lib/fault.ts'

const MAX_NAME_LENGTH = 80

/** Trimmed. @throws Fault invalid-input {field: 'name'} */
export function checkOrganisationName(name: string): string {
  const trimmed = name.trim()
  if (
    trimmed === '' ||
    trimmed.length > MAX_NAME_LENGTH ||
    /\p{Cc}/u.test(trimmed) ||
    !trimmed.isWellFormed()
  )
    throw new Fault('invalid-input', `Give the organisation a name of 1 to ${MAX_NAME_LENGTH} characters.`, {
      data: { field: 'name' },
    })
  return trimmed
}
