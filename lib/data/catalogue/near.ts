// Words that are a slip apart. Two words with one letter added, left out, changed or swapped share a form with a
// letter left out, so an index of those forms finds candidates in any Postgres; this file tells them apart.
const SHORTEST = 4
const LONGEST = 24
/** From here on a word may have two slips. */
const LONG = 8

/** The word and what it is with each of its letters left out; of a word too short or too long for slips, nothing. */
export function nearForms(word: string): string[] {
  if (word.length < SHORTEST || word.length > LONGEST) return []
  return [...formsOf(word)]
}

/** The forms to look a word up by: with two letters left out where it is long. */
export function lookedUpForms(word: string): string[] {
  if (word.length < SHORTEST || word.length > LONGEST) return []
  const once = formsOf(word)
  if (word.length < LONG) return [...once]
  return [...new Set([...once].flatMap((form) => [...formsOf(form)]))]
}

/** How many slips a word of this length is forgiven. */
export function slipsAllowed(word: string): number {
  return word.length < SHORTEST ? 0 : word.length < LONG ? 1 : 2
}

/** Letters added, left out, changed, or swapped with their neighbour between two words. */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, at(before, j - 2) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return at(last, other.length)
}

function formsOf(word: string): Set<string> {
  const forms = new Set([word])
  for (let index = 0; index < word.length; index++) forms.add(word.slice(0, index) + word.slice(index + 1))
  return forms
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0
}
