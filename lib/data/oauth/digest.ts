import { hash } from 'node:crypto'

/** What stands in the table for an id that opens something: its SHA-256. @param use keeps ids of two uses apart */
export function digestOf(use: string, id: string): string {
  return hash('sha256', `${use}:${id}`, 'hex')
}
