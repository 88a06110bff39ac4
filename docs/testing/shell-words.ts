// The words of commands as a shell would read them, closely enough for what documents tell people to type.

/** One simple command: the variables that are set for it, and its words. */
export type Command = { readonly variables: ReadonlyMap<string, string>; readonly words: readonly string[] }

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/

/**
 * @param text lines for a shell; a line that ends in a backslash goes on in the next
 * @throws Error for a quote that is not closed
 */
export function commandsIn(text: string): Command[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => commandsOf(wordsOf(line)))
}

// Between `&&`, `||`, `|` and `;` stands one command each; where its output goes is no word of it.
function commandsOf(words: readonly string[]): Command[] {
  const parts: string[][] = [[]]
  for (const [at, word] of words.entries()) {
    if (['&&', '||', '|', ';'].includes(word)) parts.push([])
    else if (!/^\d?[<>]+/.test(word) && !/^\d?[<>]+$/.test(words[at - 1] ?? '')) parts.at(-1)?.push(word)
  }
  return parts.flatMap((part) => {
    const from = part.findIndex((word) => !ASSIGNMENT.test(word))
    const assigned = from === -1 ? part : part.slice(0, from)
    const variables = new Map(
      assigned.map((word): [string, string] => [
        ASSIGNMENT.exec(word)?.[1] ?? '',
        ASSIGNMENT.exec(word)?.[2] ?? '',
      ]),
    )
    const rest = from === -1 ? [] : part.slice(from)
    return rest.length === 0 && variables.size === 0 ? [] : [{ variables, words: rest }]
  })
}

function wordsOf(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  let depth = 0
  for (const [at, character] of [...line].entries()) {
    const isBlank = /\s/.test(character)
    if (quote !== '') {
      if (character === quote) quote = ''
      else word = `${word ?? ''}${character}`
    } else if (depth === 0 && (character === "'" || character === '"')) {
      quote = character
      word ??= ''
    } else if (depth === 0 && character === '#' && word === null) break
    else if (depth === 0 && isBlank) {
      if (word !== null) words.push(word)
      word = null
    } else {
      // What another command prints stands in place of it: it is part of the word, blanks and all.
      if (character === '(' && line[at - 1] === '$') depth++
      if (character === ')' && depth > 0) depth--
      word = `${word ?? ''}${character}`
    }
  }
  if (quote !== '') throw new Error(`this quote is not closed: ${line}`)
  if (word !== null) words.push(word)
  return words
}
