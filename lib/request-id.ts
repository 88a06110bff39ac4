// What a person can quote when something failed, to find it in the log.
import { randomBytes } from 'node:crypto'
import { base32 } from './id.ts'

export function newRequestId(): string {
  return `req_${base32(randomBytes(10))}`
}
