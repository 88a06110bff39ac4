import { RE2JS } from 're2js'
import type { RegexLibrary } from './library.ts'

export const REGEX: RegexLibrary = { RE2JS }
