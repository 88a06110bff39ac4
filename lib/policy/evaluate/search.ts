// Finding one text in another in linear time. The engine's own search is faster on plain input, but a
// long pattern of many repeats makes it take seconds for a megabyte, and both sides are other people's.

/** Up to this length the engine's search cannot take long. */
const SHORT = 32

/** A test of whether texts contain `pattern`. */
export function compileSearch(pattern: string): (text: string) => boolean {
  if (pattern.length <= SHORT) return (text) => text.includes(pattern)
  const borders = bordersOf(pattern)
  return (text) => text.length >= pattern.length && contains(text, pattern, borders)
}

/** Knuth–Morris–Pratt: for each prefix, the length of its longest proper prefix that is also its suffix. */
function bordersOf(pattern: string): Uint16Array {
  const borders = new Uint16Array(pattern.length)
  let length = 0
  for (let at = 1; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at)
    while (length > 0 && unit !== pattern.charCodeAt(length)) length = borders[length - 1] ?? 0
    if (unit === pattern.charCodeAt(length)) length++
    borders[at] = length
  }
  return borders
}

function contains(text: string, pattern: string, borders: Uint16Array): boolean {
  let matched = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    while (matched > 0 && unit !== pattern.charCodeAt(matched)) matched = borders[matched - 1] ?? 0
    if (unit === pattern.charCodeAt(matched)) matched++
    if (matched === pattern.length) return true
  }
  return false
}
