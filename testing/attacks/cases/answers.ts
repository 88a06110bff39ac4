// H. What a server answers: anything that is not the answer to this request is an error of ours, from a
// closed set, and none of the server's bytes come down with it.

export type AnswerAttack = {
  readonly id: string
  readonly title: string
  /** What the server answers a call with the id 1 with. `CANARY` must not come down. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

const CANARY = 'canary-of-the-server'
const json = { 'content-type': 'application/json' }
const stream = { 'content-type': 'text/event-stream' }
const result = (more: string) => `{"jsonrpc":"2.0","id":1,${more}}`
const event = (data: string) => `data: ${data}\n\n`
const odd = (title: string, body: string): AnswerAttack => ({ id: 'H9', title, headers: json, body })

export const FORBIDDEN = CANARY

export const ANSWERS: readonly AnswerAttack[] = [
  odd('a result and an error', result(`"result":{"x":"${CANARY}"},"error":{"code":1,"message":"${CANARY}"}`)),
  odd('neither', result(`"x":"${CANARY}"`)),
  odd('a result beside something else', result(`"result":{},"extra":"${CANARY}"`)),
  odd('another id', `{"jsonrpc":"2.0","id":2,"result":{"x":"${CANARY}"}}`),
  odd('the id as a text', `{"jsonrpc":"2.0","id":"1","result":{"x":"${CANARY}"}}`),
  odd('the id as a fraction', `{"jsonrpc":"2.0","id":1.0,"result":{"x":"${CANARY}"}}`),
  odd('no id', `{"jsonrpc":"2.0","result":{"x":"${CANARY}"}}`),
  odd('a batch', `[${result(`"result":{"x":"${CANARY}"}`)}]`),
  odd('a key that stands twice', result(`"result":{"x":1,"x":"${CANARY}"}`)),
  odd(
    'a key that stands twice behind an escape',
    result(`"result":{"isError":false,"is\\u0045rror":"${CANARY}"}`),
  ),
  odd('another version of JSON-RPC', `{"jsonrpc":"1.0","id":1,"result":{"x":"${CANARY}"}}`),
  odd('a request of its own in place of an answer', `{"jsonrpc":"2.0","id":1,"method":"${CANARY}"}`),
  odd('a result that is a list', result(`"result":["${CANARY}"]`)),
  odd('an error that is a text', result(`"error":"${CANARY}"`)),
  odd('half a surrogate pair', result(`"result":{"x":"${CANARY}\\ud800"}`)),
  odd('nesting without end', result(`"result":{"x":${'['.repeat(100_000)}`)),
  odd('a second value', `${result('"result":{}')}{"x":"${CANARY}"}`),
  odd('text', CANARY),
  {
    id: 'H9',
    title: 'a web page',
    headers: { 'content-type': 'text/html' },
    body: `<script>${CANARY}</script>`,
  },
  { id: 'H9', title: 'no type', headers: {}, body: result(`"result":{"x":"${CANARY}"}`) },
  {
    id: 'H9',
    title: 'a stream of another answer',
    headers: stream,
    body: event(`{"jsonrpc":"2.0","id":2,"result":{"x":"${CANARY}"}}`),
  },
  { id: 'H9', title: 'a stream that ends without an answer', headers: stream, body: ': nothing\n\n' },
  { id: 'H9', title: 'a stream of text', headers: stream, body: event(CANARY) },
  {
    id: 'H9',
    title: 'a stream that splits a key in two lines',
    headers: stream,
    body: `data: {"jsonrpc":"2.0","id":1,\ndata: "result":{"a":1},"result":{"x":"${CANARY}"}}\n\n`,
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    id: 'I3',
    title: `a redirect (${status}) to the address of a cloud's secrets`,
    status,
    headers: { location: `http://169.254.169.254/${CANARY}` },
    body: CANARY,
  })),
  ...[401, 403, 500, 502, 503].map((status) => ({
    id: 'I9',
    title: `the status ${status} with what only its owner may see`,
    status,
    headers: { ...json, 'www-authenticate': CANARY, 'set-cookie': CANARY, server: CANARY, 'x-trace': CANARY },
    body: `{"error":"${CANARY}","stack":"${CANARY}"}`,
  })),
]
