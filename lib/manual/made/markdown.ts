// Markdown that is written by us: what comes from values is quoted, so that it stays the text that it is.

/** A text as Markdown that says just that. */
export function quoted(text: string): string {
  return text.replace(/[\\*_[\]<>#|~`]/g, '\\$&').replaceAll('\n', ' ')
}

/** Words that have code in them, between backticks; the rest is quoted. */
export function withCode(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith('`') ? part : quoted(part)))
    .join('')
}

/** A block of code, in a fence that is longer than any in it. */
export function fenced(language: string, label: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language} label=${encodeURIComponent(label)}\n${code}\n${fence}`
}

/** A table; the cells are Markdown. A bar in one would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOf).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function cellOf(text: string): string {
  return text.replaceAll('\n', ' ').replace(/(?<!\\)\|/g, '\\|')
}
