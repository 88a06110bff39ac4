// Texts, numbers and truth values as YAML writes them. A text stands without quotes only where every
// reader of YAML, of 1.1 as well, takes it for that text.
import { type Json, serializeJson } from '#lib/json/index.ts'
import type { YamlStyle } from './style.ts'

/** Where a scalar stands: what is plain in a block may not be in brackets or before a colon. */
export type Spot = 'value' | 'key' | 'brackets'

export function printText(text: string, spot: Spot, quote: YamlStyle['quote']): string {
  return isPlain(text, spot) ? text : printQuoted(text, quote)
}

export function printQuoted(text: string, quote: YamlStyle['quote']): string {
  const needsEscapes = UNPRINTABLE.test(text) || !text.isWellFormed()
  if (quote === "'" && !needsEscapes) return `'${text.replaceAll("'", "''")}'`
  // A text of JSON is one of YAML but for a few characters that JSON need not escape.
  return JSON.stringify(text).replace(
    new RegExp(UNPRINTABLE, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A text, a number, a truth value or null. */
export function printScalar(value: Json, spot: Spot, quote: YamlStyle['quote']): string {
  return typeof value === 'string' ? printText(value, spot, quote) : serializeJson(value)
}

const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u
const PLAIN = /^[\p{L}_/$(^][\p{L}\p{N} _./$()^*+=<>@;,~!?&|%'"\\:#[\]{}-]*$/u
const DURATION_OR_RATE = /^\d+(?:[smhd]|\/[a-z]+)$/
const SPECIAL = /^(?:null|true|false|yes|no|on|off|y|n)$/i

export function isPlain(text: string, spot: Spot): boolean {
  if (DURATION_OR_RATE.test(text)) return true
  if (!PLAIN.test(text) || SPECIAL.test(text)) return false
  if (/ #|: | $|:$/.test(text)) return false
  return spot === 'value' || !/[:,[\]{}]/.test(text)
}
