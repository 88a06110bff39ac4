// Lists of words are written as text, so that a person can read and sort them.

/** The words of a list that is written over several lines. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

export function wordSet(text: string): ReadonlySet<string> {
  return new Set(words(text))
}
