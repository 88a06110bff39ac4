// The smallest text that still shows what was found: pieces are left out as long as that can be done.

/** @param holds whether a text still shows it; true for `text` itself */
export function shrink(text: string, holds: (text: string) => boolean): string {
  let smallest = text
  for (let length = Math.ceil(text.length / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let at = 0; at < smallest.length; ) {
      const without = smallest.slice(0, at) + smallest.slice(at + length)
      if (holds(without)) smallest = without
      else at += length
    }
  }
  return smallest
}
