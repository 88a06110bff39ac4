// The library's faults in one sentence each: what happened and what to do.
import type { ErrorCode } from 'yaml'

const WORDS: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE: 'There is no such escape: write a backslash as \\\\.',
  BAD_SCALAR_START: 'No text begins with this character: put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Two keys meet on one line: write each on a line of its own, and indent them alike.',
  BLOCK_IN_FLOW: 'Inside brackets nothing is written by indentation: use { } and [ ].',
  KEY_OVER_1024_CHARS: 'A key has at most 1024 characters in YAML: write this policy as JSON.',
  MULTILINE_IMPLICIT_KEY: 'A key stands on one line, with its colon.',
  TAB_AS_INDENT: 'Tabs do not indent YAML: use spaces.',
  RESOURCE_EXHAUSTION: 'This is nested too deep to be read.',
}

const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/same column/, 'This stands at another column than what it belongs to: indent them alike.'],
  [
    /sufficiently indented and end with a (.)/,
    'What stands in brackets is indented more than its key, and closed.',
  ],
  [/must end with a (.)|Expected flow (?:map|sequence) to end/, 'A bracket is not closed.'],
  [/followed by map values/, 'A key needs a colon, a space and a value.'],
  [/Missing closing .quote/, 'A text is not closed: end it with the quote that it began with.'],
  [/Missing , or :/, 'A comma or a colon is missing here.'],
  [/Missing , between/, 'A comma is missing here.'],
  [/Comments must be separated/, 'A comment needs a space before its #.'],
  [/without - indicator/, 'A dash and a space are missing here.'],
  [/must be indented|less indented/, 'The lines of this text are indented more than its key.'],
]

export function faultWords(code: ErrorCode, message: string): string {
  const words = WORDS[code] ?? MESSAGES.find(([pattern]) => pattern.test(message))?.[1]
  return words ?? `This is not YAML (${message}): see what stands before it.`
}
