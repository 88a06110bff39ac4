// What this program calls itself.
import { readFileSync } from 'node:fs'

export const RELEASE = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly name: string
  readonly version: string
}
