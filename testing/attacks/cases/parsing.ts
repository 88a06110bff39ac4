// A. Parsing and canonical form: what two parsers may read in two ways is read by none.
import {
  type Attack,
  call,
  each,
  INVALID_PARAMS,
  INVALID_REQUEST,
  PARSE,
  refused,
  turnedAway,
} from '../attack.ts'

const unparsable = refused(400, PARSE)
const strayKey = refused(400, [INVALID_PARAMS, INVALID_REQUEST])
const unknownTool = refused([200, 400], INVALID_PARAMS)
const top = (key: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call",${key},"params":{"name":"echo"$META}}`
const json = (text: string) => JSON.stringify(text).slice(1, -1)

// A4: what nobody sees. C0 and C1 controls, marks, direction overrides, separators, tags.
const INVISIBLE = [
  ...[0x00, 0x08, 0x0a, 0x1b, 0x7f, 0x80, 0x85, 0x9f, 0xad, 0x61c, 0x200b, 0x200d, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xe0000, 0xe0001, 0xe0041, 0xe007f, 0xe000],
]
const shown = (code: number) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
const escaped = (code: number) =>
  [...String.fromCodePoint(code)]
    .flatMap((char) => char.split(''))
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

const onlyAdmins = {
  version: '1',
  default: 'deny',
  tools: { echo: { require: [{ conditions: [{ path: 'args.role', op: 'eq', value: 'admin' }] }] } },
}

export const PARSING: readonly Attack[] = [
  ...each('A1', 'a key that stands twice', unparsable, {
    name: call('"name":"echo","name":"delete_account"'),
    'name, the same value': call('"name":"echo","name":"echo"'),
    method: `{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"echo"$META}}`,
    params: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fail"$META},"params":{"name":"echo"$META}}`,
    id: `{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/call","params":{"name":"echo"$META}}`,
    'within arguments': call('"name":"echo","arguments":{"a":[{"to":"me","to":"you"}]}'),
    'within _meta': call('"name":"echo","arguments":{"_meta":{"x":1,"x":1}}'),
    'of __proto__': call('"name":"echo","arguments":{"__proto__":1,"__proto__":2}'),
  }),
  ...each('A2', 'a key that stands twice behind an escape', unparsable, {
    name: call('"name":"echo","n\\u0061me":"delete_account"'),
    'method, first': `{"jsonrpc":"2.0","id":1,"m\\u0065thod":"ping","method":"tools/call","params":{"name":"echo"$META}}`,
    arguments: call('"name":"echo","arguments":{},"argument\\u0073":{"x":1}'),
    'within arguments': call('"name":"echo","arguments":{"path":"/a","p\\u0061th":"/etc"}'),
  }),
  ...each('A3', 'a key in another case, or that folds to one', strayKey, {
    Method: top('"Method":"ping"'),
    PARAMS: top('"PARAMS":{"name":"delete_account"}'),
    'param and a long s': top('"param\\u017f":{"name":"delete_account"}'),
    'a Kelvin sign': top('"\\u212aey":1'),
    Name: call('"name":"echo","Name":"delete_account"'),
    ARGUMENTS: call('"name":"echo","ARGUMENTS":{}'),
    'name in full width': call('"name":"echo","\\uff4eame":"delete_account"'),
    'name with a space': call('"name":"echo","name ":"delete_account"'),
  }),
  ...INVISIBLE.flatMap((code): Attack[] => [
    {
      id: 'A4',
      title: `a key of the protocol with ${shown(code)} in it`,
      body: call(`"name":"echo","name${escaped(code)}":"delete_account"`),
      must: strayKey,
    },
    {
      id: 'A4',
      title: `a tool by a name with ${shown(code)} in it`,
      body: call(`"name":"echo${escaped(code)}"`),
      headers: {
        'mcp-name': `=?base64?${Buffer.from(`echo${String.fromCodePoint(code)}`).toString('base64')}?=`,
      },
      must: unknownTool,
    },
  ]),
  {
    id: 'A4',
    title: 'an argument with all of it, which is an argument like any other',
    body: call(`"name":"echo","arguments":{"text":"${INVISIBLE.map(escaped).join('')}"}`),
    must: { reaches: json(String.fromCodePoint(0x202e)) },
  },
  ...[
    ...['echo ', ' echo', 'echo\n', 'ｅcho', 'еcho', 'Echo', 'ECHO', 'echo\u0000', 'live__echo', 'live.echo'],
    ...[
      'echo/',
      './echo',
      'e\u0301cho',
      'Delete_Account',
      'delete_account ',
      'dеlete_account',
      'a'.repeat(300),
    ],
    ...['', '*', 'echo*', 'constructor', '__proto__', 'toString'],
  ].map((name) => ({
    id: 'A5',
    title: `a tool named ${JSON.stringify(name).slice(0, 40)}`,
    body: call(`"name":${JSON.stringify(name)}`),
    headers: { 'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=` },
    must: unknownTool,
  })),
  ...each(
    'A6',
    'a role that no own argument has',
    refused(200),
    {
      __proto__: call('"name":"echo","arguments":{"__proto__":{"role":"admin"}}'),
      constructor: call('"name":"echo","arguments":{"constructor":{"prototype":{"role":"admin"}}}'),
      'deep down': call('"name":"echo","arguments":{"a":[{"__proto__":{"role":"admin"}}]}'),
      escaped: call('"name":"echo","arguments":{"\\u005f_proto__":{"role":"admin"}}'),
    },
    { policy: onlyAdmins },
  ),
  {
    id: 'A6',
    title: 'keys by the names of prototypes are keys like any other',
    body: call('"name":"echo","arguments":{"__proto__":{"role":"admin"},"constructor":1}'),
    must: { reaches: '"arguments":{"__proto__":{"role":"admin"},"constructor":1}' },
  },
  ...each('A7', 'more than a message may hold', unparsable, {
    'nesting of 65': call(`"name":"echo","arguments":{"a":${'['.repeat(62)}${']'.repeat(62)}}`),
    'nesting without end': '['.repeat(1_000_000),
    'objects without end': '{"a":'.repeat(500_000),
    '100,000 keys': call(
      `"name":"echo","arguments":{${Array.from({ length: 100_000 }, (_, key) => `"k${key}":0`).join()}}`,
    ),
    'a million elements': call(`"name":"echo","arguments":{"a":[${'0,'.repeat(999_999)}0]}`),
    'a text of 3.5 million characters': call(`"name":"echo","arguments":{"a":"${'x'.repeat(3_500_000)}"}`),
  }),
  ...each('A7', 'more bytes than a message may have', turnedAway(413), {
    'a text of 5 MB': call(`"name":"echo","arguments":{"a":"${'x'.repeat(5_000_000)}"}`),
    'ten million brackets': '['.repeat(10_000_000),
  }),
  ...each('A8', 'a number that is none, or out of range', unparsable, {
    ...Object.fromEntries(
      [
        '01',
        '+1',
        '.5',
        '1.',
        '0x10',
        'NaN',
        'Infinity',
        '-Infinity',
        '1e401',
        '1e-401',
        '1_0',
        '--1',
        '1e',
      ].map((number) => [number, call(`"name":"echo","arguments":{"n":${number}}`)]),
    ),
    'of 1,001 digits': call(`"name":"echo","arguments":{"n":${'1'.repeat(1001)}}`),
  }),
  ...['9007199254740993', '-0', '1e400', '0.1e-300', '1E+2', '1.0', '123456789012345678901234567890.50'].map(
    (number): Attack => ({
      id: 'A8',
      title: `the number ${number}, which goes up digit for digit`,
      body: call(`"name":"echo","arguments":{"n":${number}}`),
      must: { reaches: `"arguments":{"n":${number}}` },
    }),
  ),
  ...each('A9', 'half a surrogate pair', unparsable, {
    'in a value': call('"name":"echo","arguments":{"a":"\\ud800"}'),
    'in a key': call('"name":"echo","arguments":{"\\udc00":1}'),
    'in the wrong order': call('"name":"echo","arguments":{"a":"\\udc00\\ud800"}'),
  }),
  {
    id: 'A9',
    title: 'bytes that are not UTF-8',
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
    must: turnedAway(400),
  },
  {
    id: 'A9',
    title: 'an overlong form',
    body: new Uint8Array([0x22, 0xc0, 0xaf, 0x22]),
    must: turnedAway(400),
  },
  {
    id: 'A9',
    title: 'UTF-16',
    body: Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}', 'utf16le'),
    must: refused(400, PARSE),
  },
  { id: 'A9', title: 'a byte order mark', body: `\ufeff${call('"name":"echo"')}`, must: unparsable },
  ...each('A10', 'text that is not one strict value', unparsable, {
    'a second value': `${call('"name":"echo"')}{}`,
    'a second line': `${call('"name":"echo"')}\n${call('"name":"fail"')}`,
    'a comment': `/* */${call('"name":"echo"')}`,
    'a comment at the end': `${call('"name":"echo"')}//`,
    'single quotes': "{'jsonrpc':'2.0'}",
    'a trailing comma': call('"name":"echo","arguments":{"a":1,}'),
    'a control character': call('"name":"echo","arguments":{"a":"\u0001"}'),
    'a form feed for a space': `\f${call('"name":"echo"')}`,
    nothing: '',
  }),
  ...each('A12', 'arguments that are no object', refused(400, INVALID_PARAMS), {
    null: call('"name":"echo","arguments":null'),
    'a list': call('"name":"echo","arguments":[1]'),
    'a text': call('"name":"echo","arguments":"{}"'),
    'a number': call('"name":"echo","arguments":1'),
  }),
  {
    id: 'A12',
    title: 'no arguments, which are none',
    body: call('"name":"echo"'),
    must: { reaches: '"name":"echo"' },
  },
  ...each('A13', 'a parameter that the method does not have', refused(400, INVALID_PARAMS), {
    args: call('"name":"echo","arguments":{},"args":{"x":1}'),
    tool: call('"name":"echo","tool":"delete_account"'),
    uri: call('"name":"echo","uri":"file:///etc/passwd"'),
    cursor: call('"name":"echo","cursor":"x"'),
    method: call('"name":"echo","method":"ping"'),
  }),
  ...each(
    'A14',
    'an argument that the tool does not declare, under strict_arguments',
    refused(200),
    {
      'beside the declared ones': call('"name":"create_connection","arguments":{"broker":"a","admin":true}'),
      'in another case': call('"name":"create_connection","arguments":{"Broker":"a"}'),
      __proto__: call('"name":"create_connection","arguments":{"__proto__":{"broker":"a"}}'),
    },
    {
      headers: { 'mcp-name': 'create_connection' },
      policy: { version: '1', default: 'deny', tools: { create_connection: { strict_arguments: true } } },
    },
  ),
]
