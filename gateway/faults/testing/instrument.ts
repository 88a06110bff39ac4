// A plugin of vitest: in the modules on the way of a message, every `await` tells `way.ts` before it does
// its work and after, and either may fail it. The product's own files stay as they are.
import { type Plugin, parseAst } from 'vite'

const ON_THE_WAY = /\/(gateway|lib\/data\/admission|lib\/upstream)\//
const NOT = /\/testing\/|\.test\.ts|\/faults\/|node_modules/
const WAY = new URL('./way.ts', import.meta.url).pathname

type Node = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
type Insertion = { readonly at: number; readonly text: string; readonly rank: number }

export function instrumentAwaits(): Plugin {
  return {
    name: 'every-await',
    enforce: 'pre',
    transform(code, id) {
      const path = id.split('?', 1)[0] ?? ''
      if (!ON_THE_WAY.test(path) || NOT.test(path) || !path.endsWith('.ts')) return null
      return { code: instrument(code, path.slice(path.search(ON_THE_WAY) + 1)), map: null }
    },
  }
}

/** The same module, with every await between two points where it may fail. Lines stay where they are. */
export function instrument(code: string, path: string): string {
  const insertions: Insertion[] = []
  const beginnings = new Set<number>()
  const insert = (at: number, text: string) => void insertions.push({ at, text, rank: insertions.length })
  visit(parseAst(code, { lang: 'ts' }) as unknown as Node, (node) => {
    const site = JSON.stringify(`${path}:${code.slice(0, node.start).split('\n').length}`)
    if (node.type === 'ExpressionStatement') beginnings.add(node.start)
    if (node.type === 'AwaitExpression') {
      // A line that began with a parenthesis would go on with the one before it.
      insert(
        node.start,
        `${beginnings.has(node.start) ? '0, ' : ''}(__way.before(${site}), __way.after(${site}, `,
      )
      insert(node.end, '))')
    }
    if (node.type === 'ForOfStatement' && node.await === true) {
      const { right, body } = node as unknown as { right: Node; body: Node }
      insert(right.start, `(__way.before(${site}), `)
      insert(right.end, ')')
      if (body.type === 'BlockStatement') insert(body.start + 1, `__way.after(${site}, undefined);`)
    }
  })
  if (insertions.length === 0) return code
  // Where an await ends inside another's, the inner one's end comes first; where two begin, the outer one.
  const inOrder = insertions.sort(
    (a, b) => a.at - b.at || (a.text[0] === ')' ? b.rank - a.rank : a.rank - b.rank),
  )
  let done = 0
  let text = `import * as __way from ${JSON.stringify(WAY)};`
  for (const { at, text: inserted } of inOrder) {
    text += code.slice(done, at) + inserted
    done = at
  }
  return text + code.slice(done)
}

function visit(node: Node, each: (node: Node) => void): void {
  each(node)
  for (const child of Object.values(node)) {
    for (const item of Array.isArray(child) ? child : [child])
      if (typeof item === 'object' && item !== null && typeof (item as Node).type === 'string')
        visit(item as Node, each)
  }
}
