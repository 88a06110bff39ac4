// What the upstreams of the bench answer: an MCP server that does next to nothing, so that what stands
// before it is what is measured.
const BIG = 'All work and no play makes a gateway slow. '.repeat(1600).slice(0, 64 * 1024)
const NAMED = ['echo', 'big', 'stream', 'forbidden']

/** The answer to `initialize`, in the revision that the client asks for: some know only older ones. */
export function initialized({ protocolVersion }) {
  return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'bench', version: '1' } }
}

/** The result of any other method; the last segment of the address names how many tools a list has. */
export function result(method, params, url) {
  if (method === 'tools/call') return content(params.name === 'big' ? BIG : 'done')
  return method === 'tools/list' ? listOf(url) : {}
}

/** @param {string} text */
export function content(text) {
  return { content: [{ type: 'text', text }], isError: false }
}

const lists = new Map()
function listOf(url) {
  const known = lists.get(url)
  if (known) return known
  const list = { tools: namesOf(Number(/(\d+)\/?$/.exec(url)?.[1] ?? 0)).map(toolOf) }
  lists.set(url, list)
  return list
}

/** The tools with a meaning here, and `count` more. @param {number} count @returns {string[]} */
export function namesOf(count) {
  return [...NAMED, ...Array.from({ length: count }, (_, i) => `tool_${i}`)]
}

/** @param {string} name */
export function toolOf(name) {
  return {
    name,
    description: `Does what ${name} does, and says what became of it.`,
    inputSchema: {
      type: 'object',
      properties: {
        text: { type: 'string', description: 'What to do it with.' },
        times: { type: 'integer' },
      },
      required: ['text'],
    },
  }
}
