// Names without any sign between their words: `createissue`, `deletefile`.

const FRONT =
  /^(create|delete|update|remove|search|fetch|execute|list|send|insert|destroy|upload|download|get|run)/
/** What makes another word of the beginning: `updates`, `sender`, `getaway`, `runtime`, `listing`. */
const ANOTHER =
  /^(?:s|d|r|rs|er|ers|ed|ing|ings|or|ors|ion|ions|away|ways?|time|timer|able|ner|ners|ning|ing\w*)$/
const SHORTEST = 4

/** Parts a single flat word into its verb and the rest; every other list of words is returned as it is. */
export function splitFlat(words: string[]): readonly string[] {
  const [only = ''] = words
  if (words.length !== 1 || only.length < SHORTEST + 3) return words
  const front = FRONT.exec(only)?.[1]
  if (front === undefined) return words
  const rest = only.slice(front.length)
  return rest.length < SHORTEST || ANOTHER.test(rest) ? words : [front, rest]
}
