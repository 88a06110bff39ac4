// B. The shape of the protocol, and other ways to the same effect.
import {
  type Attack,
  BAD_VERSION,
  call,
  ENVELOPE,
  type Era,
  each,
  INVALID_PARAMS,
  INVALID_REQUEST,
  MISMATCH,
  NO_METHOD,
  refused,
  TOOL_ONLY,
  turnedAway,
} from '../attack.ts'

const one = call('"name":"echo"')
const two = call('"name":"delete_account"')
const noMethod = refused(404, NO_METHOD)
const notAllowed = refused([200, 400, 404], [NO_METHOD, INVALID_PARAMS, INVALID_REQUEST])
const base64 = (text: string) => Buffer.from(text).toString('base64')
const modern: readonly Era[] = ['modern']
const legacy: readonly Era[] = ['legacy']
const bare = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}`
const enveloped = (version: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{${ENVELOPE.replace('2026-07-28', version)}}}}`

// B5: every method of every revision, and some of none. What it names goes into `Mcp-Name` as well.
const METHODS: Readonly<Record<string, string>> = {
  'resources/list': '',
  'resources/templates/list': '',
  'resources/read': '"uri":"test://a"',
  'resources/subscribe': '"uri":"test://a"',
  'resources/unsubscribe': '"uri":"test://a"',
  'prompts/list': '',
  'prompts/get': '"name":"x"',
  'completion/complete': '"ref":{"type":"ref/prompt","name":"x"},"argument":{"name":"a","value":"b"}',
  'logging/setLevel': '"level":"debug"',
  'tasks/get': '"taskId":"1"',
  'tasks/result': '"taskId":"1"',
  'tasks/list': '',
  'tasks/cancel': '"taskId":"1"',
  'tasks/update': '"taskId":"1","inputResponses":{}',
  'sampling/createMessage': '"messages":[],"maxTokens":1',
  'elicitation/create': '"message":"x","requestedSchema":{}',
  'elicitation/complete': '',
  'roots/list': '',
  'notifications/initialized': '',
  'notifications/message': '"level":"info","data":1',
  'rpc.discover': '',
  'vendor/do': '',
  'tools/call/delete_account': '',
  'tools/delete_account': '',
}

function requestOf(method: string, params: string): string {
  return params === ''
    ? `{"jsonrpc":"2.0","id":1,"method":"${method}","params":{$ONLY_META}}`
    : `{"jsonrpc":"2.0","id":1,"method":"${method}","params":{${params}$META}}`
}

function namedBy(method: string, params: string): Attack['headers'] {
  const named = /"(?:uri|name|taskId)":"([^"]*)"/.exec(params)?.[1]
  return { 'mcp-method': method, 'mcp-name': named ?? null }
}

export const PROTOCOL: readonly Attack[] = [
  ...each('B1', 'a batch', refused(400, INVALID_REQUEST), {
    'of an allowed and a denied call': `[${one},${two}]`,
    'of one': `[${one}]`,
    'within a batch': `[[${one}]]`,
    'of nothing': '[]',
    'of ten thousand': `[${Array(10_000).fill('1').join()}]`,
  }),
  ...each('B2', 'a call without an id that can be answered', refused(400), {
    none: `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"$META}}`,
    null: call('"name":"echo"', 'null'),
    'an object': call('"name":"echo"', '{}'),
    'a list': call('"name":"echo"', '[1]'),
    'a fraction': call('"name":"echo"', '1.5'),
    '1.0, which comes back as 1': call('"name":"echo"', '1.0'),
    'beyond what is exact': call('"name":"echo"', '9007199254740993'),
    'an empty text': call('"name":"echo"', '""'),
    'a megabyte': call('"name":"echo"', `"${'x'.repeat(1_000_000)}"`),
    true: call('"name":"echo"', 'true'),
  }),
  ...each('B2', 'no JSON-RPC 2.0', refused(400, INVALID_REQUEST), {
    'no version': `{"id":1,"method":"tools/call","params":{"name":"echo"$META}}`,
    'version 1.0': one.replace('"2.0"', '"1.0"'),
    'a number for a version': one.replace('"2.0"', '2.0'),
    'a list of params': `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["echo"]}`,
    'a method that is no text': `{"jsonrpc":"2.0","id":1,"method":["tools/call"],"params":{"name":"echo"$META}}`,
    'a result beside a method': one.replace('"id":1', '"id":1,"result":{}'),
    'text for a message': '"tools/call"',
  }),
  ...[
    'Tools/Call',
    'tools/call ',
    ' tools/call',
    'tools//call',
    'tools/call\\u0000',
    'tools.call',
    'TOOLS/CALL',
    '',
  ].map(
    (method): Attack => ({
      id: 'B4',
      title: `the method ${JSON.stringify(method)}`,
      body: `{"jsonrpc":"2.0","id":1,"method":"${method}","params":{"name":"echo"$META}}`,
      must: noMethod,
    }),
  ),
  { id: 'B4', title: 'the method __proto__', body: requestOf('__proto__', '"name":"echo"'), must: noMethod },
  ...Object.entries(METHODS).map(
    ([method, params]): Attack => ({
      id: 'B5',
      title: `${method} for a grant of one tool`,
      policy: TOOL_ONLY,
      body: requestOf(method, params),
      headers: namedBy(method, params) ?? {},
      must: notAllowed,
    }),
  ),
  ...each(
    'B5',
    'the other era’s methods',
    noMethod,
    {
      initialize: requestOf('initialize', '"protocolVersion":"2025-11-25"'),
      ping: requestOf('ping', ''),
    },
    { eras: modern },
  ),
  ...each(
    'B5',
    'the other era’s methods',
    noMethod,
    {
      'server/discover': requestOf('server/discover', ''),
      'subscriptions/listen': requestOf('subscriptions/listen', '"notifications":{}'),
    },
    { eras: legacy },
  ),
  {
    id: 'B6',
    title: 'a resource that a tool’s answer links to',
    policy: TOOL_ONLY,
    body: requestOf('resources/read', '"uri":"test://a"'),
    headers: { 'mcp-method': 'resources/read', 'mcp-name': 'test://a' },
    must: refused(200, NO_METHOD),
  },
  {
    id: 'B7',
    title: 'a denied tool, called by its name',
    body: two,
    headers: { 'mcp-name': 'delete_account' },
    must: refused(200),
  },
  {
    id: 'B7',
    title: 'a hidden tool, called by its name',
    body: call('"name":"fail"'),
    headers: { 'mcp-name': 'fail' },
    must: refused(200, INVALID_PARAMS),
  },
  ...['sse', 'messages', 'message', 'tools/call', 'try', 'test', 'rpc', 'call'].map(
    (end): Attack => ({
      id: 'B7',
      title: `a denied tool, at the address of the server and /${end}`,
      path: `/mcp/$SERVER/${end}`,
      body: two,
      must: turnedAway(404),
    }),
  ),
  ...Object.entries<NonNullable<Attack['headers']>>({
    'another name': { 'mcp-name': 'delete_account' },
    'another method': { 'mcp-method': 'ping' },
    'a method in another case': { 'mcp-method': 'Tools/Call' },
    'no method': { 'mcp-method': null },
    'no name': { 'mcp-name': null },
    'an empty name': { 'mcp-name': '' },
    'another name in base64': { 'mcp-name': `=?base64?${base64('delete_account')}?=` },
    'the mark of base64 in capitals': { 'mcp-name': `=?BASE64?${base64('echo')}?=` },
    'base64 without its padding': { 'mcp-name': '=?base64?ZWNobzE?=' },
    'base64 with too much padding': { 'mcp-name': `=?base64?${base64('echo')}==?=` },
    'base64 with a space in it': { 'mcp-name': '=?base64?ZWNo bw==?=' },
    'base64 of bytes that are not UTF-8': { 'mcp-name': '=?base64?/////w==?=' },
    base64url: { 'mcp-name': '=?base64?_-8=?=' },
    'white space that HTTP does not strip': { 'mcp-name': 'echo\u00a0' },
    quotes: { 'mcp-name': '"echo"' },
  }).map(
    ([what, headers]): Attack => ({
      id: 'B8',
      title: `headers that say another thing than the body: ${what}`,
      eras: modern,
      body: one,
      headers,
      must: refused(400, MISMATCH),
    }),
  ),
  ...(['mcp-name', 'mcp-method', 'mcp-protocol-version', 'mcp-session-id'] as const).map(
    (name): Attack => ({
      id: 'B8',
      title: `${name} twice`,
      eras: modern,
      body: one,
      headers: { [name]: ['echo', 'echo'] },
      must: turnedAway(400),
    }),
  ),
  {
    id: 'B8',
    title: 'a name in base64, which is the name',
    eras: modern,
    body: one,
    headers: { 'mcp-name': `=?base64?${base64('echo')}?=` },
    must: { reaches: '"name":"echo"' },
  },
  {
    id: 'B9',
    title: 'a modern header on a legacy body',
    body: bare,
    headers: { 'mcp-protocol-version': '2026-07-28' },
    must: refused(400, MISMATCH),
  },
  {
    id: 'B9',
    title: 'a legacy header on a modern body',
    body: enveloped('2026-07-28'),
    headers: { 'mcp-protocol-version': '2025-06-18' },
    must: refused(400, MISMATCH),
  },
  {
    id: 'B9',
    title: 'no header on a modern body',
    body: enveloped('2026-07-28'),
    headers: { 'mcp-protocol-version': null },
    must: refused(400, MISMATCH),
  },
  ...['1999-01-01', '2026-07-29', '2026-07-28 ', '', 'latest', '__proto__', '2026-07-28, 2025-06-18'].map(
    (version): Attack => ({
      id: 'B9',
      title: `the revision ${JSON.stringify(version)}`,
      eras: modern,
      body: enveloped(version),
      headers: { 'mcp-protocol-version': version },
      must: refused(400, [BAD_VERSION, MISMATCH]),
    }),
  ),
  ...['2025-06-18', '2024-11-05', '2027-01-01'].map(
    (version): Attack => ({
      id: 'B9',
      title: `the revision ${version} in the envelope of a newer one`,
      body: enveloped(version),
      must: refused(400, BAD_VERSION),
    }),
  ),
  {
    id: 'B10',
    title: 'a header for an argument that says another thing, which is written anew',
    eras: modern,
    body: call('"name":"echo","arguments":{"region":"us"}'),
    headers: { 'mcp-param-region': 'eu', 'mcp-param-x': '1' },
    must: { reaches: '"arguments":{"region":"us"}' },
  },
  {
    id: 'B11',
    title: 'a task, where the policy allows none',
    eras: legacy,
    policy: TOOL_ONLY,
    body: call('"name":"echo","task":{"ttl":1000}'),
    must: refused([200, 400]),
  },
  ...['tasks/get', 'tasks/cancel', 'tasks/result'].map(
    (method): Attack => ({
      id: 'B12',
      title: `${method} of a task that this grant never got`,
      eras: legacy,
      body: requestOf(method, '"taskId":"786af6b0-2779-48ed-9cc1-b8a8a25b5c0b"'),
      must: refused([200, 400, 404]),
    }),
  ),
  {
    id: 'B12',
    title: 'tasks/update of a task that this grant never got',
    eras: modern,
    body: requestOf('tasks/update', '"taskId":"x","inputResponses":{}'),
    headers: { 'mcp-method': 'tasks/update', 'mcp-name': 'x' },
    must: refused([200, 400, 404]),
  },
  ...each(
    'B13',
    'what was never given for this call',
    refused(400),
    {
      'a state': call('"name":"echo","requestState":"forged"'),
      'a state of the right form': call(`"name":"echo","requestState":"${'A'.repeat(64)}"`),
      'a state and answers': call(
        '"name":"echo","requestState":"x","inputResponses":{"a":{"action":"accept"}}',
      ),
    },
    { eras: modern },
  ),
  ...each(
    'B13',
    'an answer that nobody asked for',
    refused([400, 404]),
    {
      'of a person': '{"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{}}}',
      'of a model':
        '{"jsonrpc":"2.0","id":"x","result":{"role":"assistant","content":{"type":"text","text":"yes"}}}',
      'an error': '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}',
    },
    { eras: legacy },
  ),
  ...['A'.repeat(64), '1', 'upstream-session', '../x', 'e30='].flatMap((session): Attack[] => [
    {
      id: 'B17',
      title: `a session by the id ${session.slice(0, 20)}`,
      eras: legacy,
      body: one,
      headers: { 'mcp-session-id': session },
      must: refused(404),
    },
    ...['GET', 'DELETE'].map(
      (method): Attack => ({
        id: method === 'GET' ? 'B16' : 'B17',
        title: `${method} of a session by the id ${session.slice(0, 20)}`,
        eras: legacy,
        method,
        headers: { 'mcp-session-id': session, accept: 'text/event-stream' },
        must: refused(404),
      }),
    ),
  ]),
  {
    id: 'B16',
    title: 'a stream to take up again, of no session',
    eras: legacy,
    method: 'GET',
    headers: { 'last-event-id': '1', accept: 'text/event-stream' },
    must: turnedAway(405),
  },
  {
    id: 'B17',
    title: 'a session id in the address',
    eras: legacy,
    method: 'GET',
    path: '/mcp/$SERVER/?sessionId=1&mcp-session-id=1',
    headers: { accept: 'text/event-stream' },
    must: turnedAway(405),
  },
]
