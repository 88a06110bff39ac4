// Two sentences as one that says what changed: “at most 5 → 3 per day”.

/** What both begin and end with is said once. Both in full where nothing would be left of one of them. */
export function changeWords(before: string, after: string): string {
  const [was, is] = [wordsOf(before), wordsOf(after)]
  const most = Math.min(was.length, is.length)
  let start = 0
  while (start < most && was[start] === is[start]) start++
  let end = 0
  while (end < most - start && was.at(-1 - end) === is.at(-1 - end)) end++
  const left = was.slice(start, was.length - end)
  const right = is.slice(start, is.length - end)
  // A list or a text too long to be shown may differ in what is not shown.
  if (before === after) return `${before}, with other values`
  if (left.length === 0 || right.length === 0) return `${before} → ${after}`
  return [...was.slice(0, start), ...left, '→', ...right, ...was.slice(was.length - end)].join(' ')
}

/** Words, where what stands in quotes is one. */
function wordsOf(text: string): string[] {
  const words = text.match(/\(?“[^”]*”\)?,?|"(?:[^"\\]|\\.)*",?|\S+/g) ?? []
  return words.join(' ') === text ? words : [text]
}
