// The words of the random world: few, so that rules and calls meet, and picked where readers go wrong.
import { type Json, JsonNumber } from '#lib/json/index.ts'

const number = (text: string): Json => (String(Number(text)) === text ? Number(text) : new JsonNumber(text))

export const TOOLS = ['read', 'read_a', 'read_b', 'write', 'delete_x', 'Read', 'a/b~c', '__proto__', 'get_']
/** Equally long ones never match the same name, or the document would be invalid (M3). */
export const GLOBS = ['*', 'read*', 'read_*', '*_x', 'delete_*', 'w*te', 'g*et*', '__p*o__', 'get_*']

export const NUMBERS: Json[] = [
  ...[
    '0',
    '1',
    '5',
    '-1',
    '100',
    '0.1',
    '1.0',
    '1e2',
    '100.00',
    '-0',
    '0.10',
    '1e-300',
    '0.1000000000000000001',
  ],
  ...['9007199254740993', '9007199254740992', '100.0000000000000000001', '1e300', '12.5', '-0.5'],
].map(number)

export const TEXTS = [
  ...['', 'a', 'A', '5', 'aaab', 'srv', 'true', 'null', '[object Object]', '\n'],
  // The same to the eye, and two different texts: composed and decomposed.
  ...['é', 'e\u0301', 'ſum', '😀', '😀😀', '\u200b'],
]

export const FOLDERS = ['/srv/data', '/', '/srv//data/', '/srv/./data']
export const PLACES = [
  ...['/srv/data', '/srv/data/', '/srv/data/x', '/srv/database', '/srv', '/', '/SRV/data', '/etc/passwd'],
  ...['/srv/%64ata/./x', '/srv/data/%2e%2e/x', '/srv/data/%252e%252e', '/srv//data%2Fx', '/srv/data/../x'],
  ...[
    'file:///srv/data/x',
    'file:///srv/data?x',
    'file://host/srv/data',
    'srv/data',
    '/srv/data\\x',
    '%2Fsrv',
  ],
  ...[
    '/srv/data/\u0000',
    '/srv/data/\u0085',
    '/srv/data/%00',
    '/srv/data/%5C',
    '/srv/data/%ff',
    '/srv/data/100%',
  ],
  `/srv/data/%${'25'.repeat(20)}41`,
  `/srv/data/${'x'.repeat(8183)}`,
]

export const HOSTS = ['example.com', '*.example.com', '127.0.0.1', '[2001:db8::1]', 'localhost']
export const ADDRESSES = [
  ...[
    'https://example.com/x',
    'HTTP://API.Example.com:8080?q',
    'http://a.b.example.com#x',
    'http://example.com:99999',
  ],
  ...[
    'http://user@example.com',
    'https://example.com@evil.net',
    'http://notexample.com',
    'http://example.com./',
  ],
  ...[
    'http://127.1/',
    'http://127.0.0.1',
    'http://0x7f.0.0.1',
    'ws://[2001:DB8::1]:1/',
    'wss://[2001:db8:0::1]',
  ],
  ...[
    'ftp://example.com',
    'example.com',
    'https:example.com',
    'https://',
    'https://exámple.com',
    'http://localhost:80',
  ],
  ...[
    'https://example.com\\.evil.net',
    ' https://example.com',
    'https://exam\tple.com',
    'https://ex%61mple.com',
  ],
  `https://example.com/${'x'.repeat(8192)}`,
]

/** Its program is so large that one long text is beyond the budget of P5, and so are two of half its length. */
export const LARGE_REGEX = 'x{0,400}y'
export const REGEXES = ['a', '^a+$', 'srv', '(a|b)*b', '^/srv/', '^.$', '(?i)A', '', '^😀', LARGE_REGEX]
export const SUBJECTS = ['a', 'aaab', 'aab', '/srv/data', '\n', '😀', '', 'É']
export const LONG_SUBJECTS = ['x'.repeat(800), 'x'.repeat(1600)]

/** Names of arguments. Some differ in letter case only, some stand on every object's prototype. */
export const KEYS = [
  'a',
  'A',
  'b',
  'B',
  'items',
  'Items',
  '__proto__',
  'n.m',
  'toString',
  'ſum',
  'sum',
  'é',
  '0',
]
export const ARGUMENT_PATHS = [
  ...[
    'args',
    'args.a',
    'args.a',
    'args.b',
    'args.A',
    'args.a.b',
    'args.a.a.b',
    'args.items',
    'args.a.length',
  ],
  ...['args.items[*]', 'args.items[0]', 'args.items[1].a', 'args.items[*].a', 'args.items[*].b', 'args.a[*]'],
  ...['args.items[*].items[*]', 'args.items[*].items[*].a', 'args.items[*][0]', 'args.items[*].items[0]'],
  ...[
    'args.__proto__',
    'args.__proto__.a',
    'args["n.m"]',
    'args["n.m"].a',
    'args.toString',
    'args["\\u0061"]',
  ],
  ...['args.ſum', 'args.é', 'args.constructor.name', 'args.0', 'args[0]'],
]
export const FACT_PATHS: [path: string, operands: Json[]][] = [
  ['grant.label', ['support', 'a']],
  ['grant.tags', ['a', 'eu']],
  ['grant.tags[*]', ['a', 'eu', '5']],
  ['grant.tags[0]', ['a', 'eu']],
  ['grant.label.x', ['a']],
  ['client.name', ['claude', 'a']],
  ['user.email', ['ann@example.com', 'a']],
  ['tool.category', ['Read', 'Write']],
  ['tool.severity', ['Low', 'Critical']],
  ['time.hour', [0, 9, 12, 18, 23]],
  ['time.weekday', ['mon', 'sat', 'sun']],
]
/** Where limits of the world read their amounts. */
export const AMOUNT_PATHS = ['args.a', 'args["n.m"].a', 'args.items[0]', 'args.__proto__']
