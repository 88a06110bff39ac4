// Renders a chart's templates as Helm does, as far as ours go: values, pipelines of a few functions, if,
// range. What it does not know it refuses, so that a template it renders means the same to Helm.
import { stringify } from 'yaml'

type Scope = { readonly root: object; readonly variables: Readonly<Record<string, unknown>> }
type Node = { readonly text: string } | { readonly action: string } | Block
type Block = { readonly head: string; readonly body: Node[]; readonly other: Node[] }

/** @throws Error on any word of the template language that our charts do not use */
export function renderTemplate(template: string, root: object): string {
  const pieces = piecesOf(template)
  const { nodes, rest } = parse(pieces)
  if (rest.length > 0) throw new Error(`unexpected ${JSON.stringify(rest[0])}`)
  return render(nodes, { root, variables: {} })
}

// `{{-` takes the white space before it away, `-}}` what comes after it.
function piecesOf(template: string): ({ text: string } | { action: string })[] {
  const parts = template.split(/(\s*\{\{-[\s\S]*?-?\}\}|\{\{[\s\S]*?-?\}\})/)
  let trimNext = false
  return parts.map((part, i) => {
    if (i % 2 === 0) {
      const text = trimNext ? part.trimStart() : part
      trimNext = false
      return { text }
    }
    trimNext = part.endsWith('-}}')
    return {
      action: part
        .replace(/^\s*\{\{-?/, '')
        .replace(/-?\}\}$/, '')
        .trim(),
    }
  })
}

function parse(pieces: ReturnType<typeof piecesOf>): { nodes: Node[]; rest: typeof pieces } {
  const nodes: Node[] = []
  let rest = pieces
  for (;;) {
    const [piece, ...after] = rest
    if (piece === undefined) return { nodes, rest: [] }
    if ('text' in piece) nodes.push(piece)
    else if (/^(if|range)\b/.test(piece.action)) {
      const inner = parse(after)
      const closing = inner.rest[0]
      const hasElse = closing !== undefined && 'action' in closing && closing.action === 'else'
      const second = hasElse ? parse(inner.rest.slice(1)) : { nodes: [], rest: inner.rest }
      const end = second.rest[0]
      if (end === undefined || !('action' in end) || end.action !== 'end')
        throw new Error(`no end of ${piece.action}`)
      nodes.push({ head: piece.action, body: inner.nodes, other: second.nodes })
      rest = second.rest.slice(1)
      continue
    } else if (piece.action === 'end' || piece.action === 'else') return { nodes, rest }
    else nodes.push(piece)
    rest = after
  }
}

function render(nodes: readonly Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text
      if ('action' in node) return String(evaluate(node.action, scope))
      return renderBlock(node, scope)
    })
    .join('')
}

function renderBlock({ head, body, other }: Block, scope: Scope): string {
  const range = /^range \$(\w+), \$(\w+) := (.+)$/.exec(head)
  if (range) {
    const [, key = '', value = '', list = ''] = range
    return Object.entries(evaluate(list, scope) as object)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => render(body, { ...scope, variables: { ...scope.variables, [key]: k, [value]: v } }))
      .join('')
  }
  const condition = /^if (not )?(\S+)$/.exec(head)
  if (!condition) throw new Error(`this is not understood: {{ ${head} }}`)
  const holds = isTrue(evaluate(condition[2] ?? '', scope)) !== (condition[1] !== undefined)
  return render(holds ? body : other, scope)
}

function evaluate(action: string, scope: Scope): unknown {
  const [first = '', ...filters] = action.split('|').map((part) => part.trim())
  return filters.reduce((value, filter) => apply(filter, value), call(first, scope))
}

function call(words: string, scope: Scope): unknown {
  const yaml = /^toYaml (\S+)$/.exec(words)
  if (yaml) return stringify(lookUp(yaml[1] ?? '', scope), { lineWidth: 0 }).trimEnd()
  const join = /^join "([^"]*)" (\S+)$/.exec(words)
  if (join) return (lookUp(join[2] ?? '', scope) as string[]).join(join[1])
  return lookUp(words, scope)
}

function apply(filter: string, value: unknown): unknown {
  if (filter === 'quote') return JSON.stringify(String(value))
  const indent = /^nindent (\d+)$/.exec(filter)
  if (!indent) throw new Error(`this is not understood: | ${filter}`)
  const spaces = ' '.repeat(Number(indent[1]))
  return `\n${String(value).replace(/^/gm, spaces)}`
}

function lookUp(name: string, { root, variables }: Scope): unknown {
  const variable = /^\$(\w+)$/.exec(name)?.[1]
  if (variable !== undefined) return variables[variable]
  if (!/^(\.\w+)+$/.test(name)) throw new Error(`this is not understood: {{ ${name} }}`)
  let value: unknown = root
  for (const key of name.slice(1).split('.')) {
    if (typeof value !== 'object' || value === null || !(key in value)) throw new Error(`there is no ${name}`)
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}
