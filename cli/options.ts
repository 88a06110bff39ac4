// The options of every command, as the reader of arguments takes them. They stand in one place so that what is
// written about the program (docs, help) can be held to what it reads.

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
/** A running Portcullis, for commands that ask one. */
const url = text

export const OPTIONS = {
  'user create': { email: text, password: text, json: flag },
  'user reset': { email: text },
  'user remove-factors': { email: text },
  'organisation list': { json: flag },
  'organisation quota': {},
  'audit verify': { organisation: text, root: text, json: flag },
  'audit purge': { 'older-than': text },
  'policy validate': { json: flag, tools: text },
  'policy test': { json: flag, policy: text, tools: text },
  'policy diff': { json: flag, tools: text, 'fail-on-widening': flag, 'fail-on-change': flag },
  'policy import': { json: flag, tools: text },
  'policy pull': { url, out: text, dir: text },
  'policy push': {
    url,
    policy: text,
    dir: text,
    base: text,
    comment: { type: 'string', default: '' },
    'dry-run': flag,
    'fail-on-change': flag,
    'fail-on-widening': flag,
  },
  'policy simulate': { url, policy: text, dir: text, since: text, json: flag, 'fail-on-change': flag },
  'policy propose': { url, policy: text, reason: text, json: flag },
  mcp: { url },
  connect: { server: text, key: text, url },
  'catalogue import': { json: flag, header: { type: 'string', multiple: true } },
  'catalogue classify': {},
} as const
