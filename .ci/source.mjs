// Reads a TypeScript or JavaScript file just closely enough: where its imports are, and its code with
// comments and the contents of strings blanked, so that neither is mistaken for code.

// After these a slash begins a regular expression, elsewhere it divides.
const BEFORE_REGEX =
  /(^|[([{,;=:!&|?+\-*%<>~^}]|\b(return|typeof|case|in|of|new|await|yield|void|delete|throw))\s*$/
const IMPORTS = [
  /\b(?:import|export)\b(?:[\s\w*{},$]|\btype\b)*?\bfrom\s*(['"])(?<specifier>[^'"\n]+)\1/g,
  /\bimport\s*(['"])(?<specifier>[^'"\n]+)\1/g,
  /\b(?:import|require)\s*\(\s*(['"`])(?<specifier>[^'"`\n$]+)\1/g,
]
const UNREADABLE = /\bimport\s*\(\s*(?!['"`][^'"`$]*['"`])/g

/**
 * @param {string} text
 * @returns {{ code: string, imports: { specifier: string, line: number }[], unreadable: number[] }}
 *   code has the length and lines of text; unreadable are lines of imports whose target is computed
 */
export function readSource(text) {
  const code = blank(text)
  const lineAt = (index) => text.slice(0, index).split('\n').length
  // A match counts where its first word is code, not part of a comment or a string.
  const isCode = (match) => code[match.index] === text[match.index]
  const matches = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)]).filter(isCode)
  return {
    code,
    imports: matches.map((match) => ({ specifier: match.groups.specifier, line: lineAt(match.index) })),
    unreadable: [...text.matchAll(UNREADABLE)].filter(isCode).map((match) => lineAt(match.index)),
  }
}

function blank(text) {
  let out = ''
  let at = 0
  const skipTo = (end) => {
    out += text.slice(at, end).replace(/[^\n]/g, ' ')
    at = end
  }
  const take = (count) => {
    out += text.slice(at, at + count)
    at += count
  }
  // Template literals nest: each `${` opens code that ends at its own brace.
  const braces = []
  while (at < text.length) {
    const two = text.slice(at, at + 2)
    const one = text[at]
    if (two === '//') skipTo(endOf(text, '\n', at))
    else if (two === '/*') skipTo(endOf(text, '*/', at) + 2)
    else if (one === "'" || one === '"') {
      take(1)
      skipTo(stringEnd(text, at, one))
      take(1)
    } else if (one === '`' || (one === '}' && braces.at(-1) === 0)) {
      if (one === '}') braces.pop()
      take(1)
      skipTo(templateEnd(text, at))
      if (text[at] === '$') {
        take(2)
        braces.push(0)
      } else take(1)
    } else if (one === '/' && BEFORE_REGEX.test(out.slice(-60))) {
      take(1)
      skipTo(regexEnd(text, at))
      take(1)
    } else {
      if (braces.length > 0 && one === '{') braces[braces.length - 1]++
      if (braces.length > 0 && one === '}') braces[braces.length - 1]--
      take(1)
    }
  }
  return out
}

function endOf(text, what, from) {
  const found = text.indexOf(what, from)
  return found < 0 ? text.length : found
}

function stringEnd(text, from, quote) {
  let at = from
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  return at
}

function templateEnd(text, from) {
  let at = from
  while (at < text.length && text[at] !== '`' && text.slice(at, at + 2) !== '${')
    at += text[at] === '\\' ? 2 : 1
  return at
}

function regexEnd(text, from) {
  let at = from
  let inClass = false
  while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
    if (text[at] === '[') inClass = true
    if (text[at] === ']') inClass = false
    at += text[at] === '\\' ? 2 : 1
  }
  return at
}
