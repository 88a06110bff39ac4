// Characters that a model reads and a person does not see. A definition is shown to the person who
// accepts it with every one of them made visible.

/** Why a piece of text is not what it seems. */
export type HiddenKind =
  | 'zero-width'
  | 'direction'
  | 'tags'
  | 'variation'
  | 'terminal'
  | 'control'
  | 'space'
  | 'long-space'
  | 'comment'
  | 'private'
  | 'lookalike'

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'hidden'
      readonly text: string
      readonly why: HiddenKind
      /** A few visible characters to draw in its place; for a comment or a lookalike, beside it. */
      readonly label: string
    }

type Finder = { readonly why: HiddenKind; readonly find: string; readonly label: (text: string) => string }

const NAMES: Readonly<Record<string, string>> = {
  '\u00ad': 'SHY',
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u2028': 'LSEP',
  '\u2029': 'PSEP',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
  '\u00a0': 'NBSP',
  '\u3000': 'IDSP',
  '\0': 'NUL',
  '\b': 'BS',
  '\r': 'CR',
  '\u001b': 'ESC',
  '\u007f': 'DEL',
}

const [ESC, BEL, ST, CSI, OSC] = ['\u001b', '\u0007', '\u009c', '\u009b', '\u009d'] as const
const EMOJI = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f`
const SELECTOR = String.raw`(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])`

// In order: where two could begin at one place, the first is taken.
const FINDERS: readonly Finder[] = [
  {
    why: 'terminal',
    // CSI and OSC sequences of ECMA-48, then any other escape.
    find: [
      `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]`,
      `(?:${ESC}\\]|${OSC})[^${BEL}${ESC}${ST}]*(?:${BEL}|${ESC}\\\\|${ST})?`,
      `${ESC}[ -~]?`,
    ].join('|'),
    label: (text) => `ESC ${JSON.stringify(text.replace(/^[^ -~]/, '')).slice(1, -1)}`,
  },
  { why: 'comment', find: String.raw`<!--[\s\S]*?(?:-->|(?![\s\S]))`, label: () => 'HTML comment' },
  { why: 'tags', find: String.raw`[\u{e0000}-\u{e007f}]+`, label: (text) => `TAGS “${spelled(text)}”` },
  {
    why: 'variation',
    // One after an emoji or a keycap's digit chooses the drawing, and is what keyboards write.
    find: String.raw`(?<!\p{Extended_Pictographic}|[0-9#*])${SELECTOR}+|(?!\ufe0f)${SELECTOR}+`,
    label: (text) => `VS ×${[...text].length}`,
  },
  { why: 'direction', find: String.raw`[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`, label: named },
  {
    why: 'zero-width',
    // A joiner between two emoji is how families and flags are written.
    find: [
      String.raw`(?<!${EMOJI})\u200d|\u200d(?!\p{Extended_Pictographic})`,
      String.raw`(?![\u200d\ufe0f])(?:\p{Default_Ignorable_Code_Point}|\p{Cf})|\u2800`,
    ].join('|'),
    label: named,
  },
  {
    why: 'control',
    find: String.raw`\r(?!\n)|[\u2028\u2029]|(?![\t\n\r])\p{Cc}`,
    label: named,
  },
  {
    why: 'long-space',
    find: String.raw`[ \t\u00a0]{40,}|(?:[ \t]*\r?\n){8,}`,
    label: (text) => `${text.length} spaces`,
  },
  { why: 'space', find: String.raw`[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+`, label: spaces },
  { why: 'private', find: String.raw`[\p{Co}\p{Cn}\p{Cs}]`, label: codePoint },
  {
    why: 'lookalike',
    find: String.raw`(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd}])+`,
    label: (text) => lookalikeLabel(text) ?? '',
  },
]
const ANY = new RegExp(FINDERS.map(({ find }) => `(${find})`).join('|'), 'gu')

/** The text in pieces, in order; joined they are the text. */
export function reveal(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let seen = 0
  for (const match of text.matchAll(ANY)) {
    const finder = FINDERS[match.slice(1).findIndex((group) => group !== undefined)]
    const label = finder?.label(match[0])
    if (!finder || !label) continue
    if (match.index > seen) pieces.push({ kind: 'text', text: text.slice(seen, match.index) })
    pieces.push({ kind: 'hidden', text: match[0], why: finder.why, label })
    seen = match.index + match[0].length
  }
  if (seen < text.length) pieces.push({ kind: 'text', text: text.slice(seen) })
  return pieces
}

// A word of two scripts, or one in letters that only look like plain ones (full-width, mathematical).
function lookalikeLabel(word: string): string | null {
  if (/^[\x20-\x7e]*$/.test(word)) return null
  const plain = word.normalize('NFKC')
  if (plain !== word && /^[\x20-\x7e]+$/.test(plain)) return `not the letters of “${plain}”`
  if (!/\p{Script=Latin}/u.test(word)) return null
  const foreign = [...word].filter((letter) =>
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u.test(
      letter,
    ),
  )
  return foreign.length === 0 ? null : `“${foreign[0]}” is ${scriptOf(foreign[0] ?? '')}`
}

function scriptOf(letter: string): string {
  if (/\p{Script=Cyrillic}/u.test(letter)) return 'Cyrillic'
  if (/\p{Script=Greek}/u.test(letter)) return 'Greek'
  return 'of another script'
}

function named(text: string): string {
  return NAMES[text] ?? codePoint(text)
}

function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function spaces(text: string): string {
  const name = named(text.slice(0, 1))
  return text.length === 1 ? name : `${name} ×${text.length}`
}

// Tag characters are ASCII, moved where nothing is drawn.
function spelled(text: string): string {
  const plain = [...text].map((each) => String.fromCharCode((each.codePointAt(0) ?? 0) - 0xe0000))
  return plain.join('').replace(/[^\x20-\x7e]/g, '·')
}
