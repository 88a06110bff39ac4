// Who may import whom, as data. ARCHITECTURE.md says why; boundaries.mjs checks it.
// Tests and what serves only them (`testing` folders, e2e, scripts, .ci) are free of these rows, but
// nothing of the product may import them.

/** Run unchanged in the browser, in Next and in the gateway: values in, values out. */
export const PURE = [
  'lib/roles',
  'lib/bounds',
  'lib/json',
  'lib/policy',
  'lib/mcp',
  'lib/catalogue',
  'lib/guide',
  'lib/pages',
  'lib/pins',
  'lib/attacks',
  'lib/messages',
  'lib/live',
  'lib/secrets',
  'lib/paste',
  'lib/clients',
  'lib/demo',
  'lib/doctor',
  'lib/manual',
]

const BASE = [
  'lib/fault.ts',
  'lib/id.ts',
  'lib/token.ts',
  'lib/role.ts',
  'lib/roles',
  'lib/env.ts',
  'lib/log.ts',
  'lib/urls.ts',
  'lib/seal.ts',
  'lib/sealed-call.ts',
  'lib/sealed-mail.ts',
  'lib/client-address.ts',
  'lib/metrics',
]
const EDGE = ['lib/input.ts', 'lib/public-fault.ts', 'lib/request-id.ts']
const PRODUCT = [
  'lib/accounts',
  'lib/factors',
  'lib/leaving',
  'lib/takeout',
  'lib/servers',
  'lib/connections',
  'lib/policies',
  'lib/baseline',
  'lib/inventory',
  'lib/grants',
  'lib/calls',
  'lib/audit',
  'lib/organisation',
  'lib/invitations',
  'lib/notices',
  'lib/approvals',
  'lib/replay',
  'lib/feed',
  'lib/usage',
  'lib/stops',
  'lib/contact',
  'lib/trials',
  'lib/listings',
  'lib/mail',
  'lib/first-run',
]

/**
 * A row for each unit (a folder, or a file that stands alone); the longest name that fits counts.
 * imports: the units it may enter beside itself. packages: the only ones it may use, or absent for
 * any that is not kept for others. node: whether it may use Node's modules.
 */
export const UNITS = {
  // Who may do what: the one table.
  'lib/roles': { imports: [], packages: [] },
  // How much of something one organisation may have.
  'lib/bounds': { imports: [], packages: [] },
  'lib/json': { imports: [], packages: [] },
  'lib/policy': { imports: ['lib/json'], packages: ['re2js', 'jsonc-parser', 'yaml'] },
  'lib/mcp': { imports: ['lib/json'], packages: [] },
  'lib/catalogue': { imports: ['lib/json', 'lib/policy'], packages: [] },
  'lib/guide': { imports: ['lib/json', 'lib/policy', 'lib/catalogue', 'lib/pins'], packages: [] },
  'lib/pages': {
    imports: ['lib/json', 'lib/policy', 'lib/catalogue', 'lib/guide', 'lib/attacks'],
    packages: [],
  },
  'lib/pins': { imports: ['lib/json', 'lib/policy'], packages: [] },
  'lib/attacks': { imports: ['lib/json', 'lib/policy', 'lib/catalogue', 'lib/pins'], packages: [] },
  'lib/messages': { imports: [], packages: [] },
  'lib/live': { imports: [], packages: [] },
  'lib/secrets': { imports: [], packages: [] },
  // What a person pastes to say which server they mean, without what is secret in it.
  'lib/paste': { imports: ['lib/json', 'lib/secrets'], packages: [] },
  // What each MCP client wants to be told to connect.
  'lib/clients': { imports: [], packages: [] },
  // The pages at /docs: read from Markdown, or made of what they describe.
  'lib/manual': { imports: ['lib/clients', 'lib/doctor'], packages: ['marked'] },
  // How far clients have come, and what is wrong where they did not.
  'lib/doctor': { imports: ['lib/live'], packages: [] },
  // A server to try the product with: no network, nothing kept.
  'lib/demo': { imports: ['lib/json', 'lib/mcp'], packages: [] },

  'lib/fault.ts': { imports: [], packages: [] },
  'lib/urls.ts': { imports: [], packages: [] },
  'lib/client-address.ts': { imports: [], packages: ['ipaddr.js'] },
  'lib/id.ts': { imports: [], packages: [], node: true },
  'lib/seal.ts': { imports: [], packages: [], node: true },
  'lib/sealed-call.ts': { imports: ['lib/json', 'lib/seal.ts'], packages: [], node: true },
  'lib/sealed-mail.ts': { imports: ['lib/seal.ts'], packages: [], node: true },
  // What is kept of calls' arguments: what of them, without what, and how it is sealed.
  'lib/values': {
    imports: ['lib/json', 'lib/policy', 'lib/seal.ts', 'lib/secrets'],
    packages: [],
    node: true,
  },
  'lib/token.ts': { imports: ['lib/id.ts'], packages: [], node: true },
  'lib/request-id.ts': { imports: ['lib/id.ts'], packages: [], node: true },
  'lib/input.ts': { imports: ['lib/fault.ts'], packages: ['zod'] },
  'lib/public-fault.ts': { imports: [...EDGE, 'lib/fault.ts', 'lib/log.ts', 'lib/metrics'], packages: [] },
  'lib/env.ts': { imports: ['lib/bounds'], packages: ['zod'], node: true },
  'lib/log.ts': { imports: [], packages: ['pino'], node: true },
  // Figures for the operator: counted anywhere, kept only where they are wanted.
  'lib/metrics': { imports: [], packages: ['prom-client'], node: true },
  'lib/dashboard-metrics.ts': {
    imports: ['lib/data', 'lib/env.ts', 'lib/log.ts', 'lib/metrics'],
    packages: [],
  },
  // Traces for the operator.
  'lib/tracing': {
    imports: [],
    packages: [
      '@opentelemetry/api',
      '@opentelemetry/core',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace-base',
      '@opentelemetry/exporter-trace-otlp-proto',
      '@opentelemetry/exporter-trace-otlp-http',
    ],
    node: true,
  },
  'lib/role.ts': { imports: ['lib/data', 'lib/fault.ts', 'lib/roles'], packages: [] },

  'lib/upstream': {
    imports: ['lib/json', 'lib/mcp', 'lib/demo', 'lib/fault.ts', 'lib/seal.ts'],
    packages: ['undici', 'ipaddr.js'],
    node: true,
  },
  'lib/connector': { imports: [], packages: ['ws'], node: true },
  'lib/data': {
    imports: [
      ...PURE,
      'lib/fault.ts',
      'lib/id.ts',
      'lib/token.ts',
      'lib/env.ts',
      'lib/log.ts',
      'lib/metrics',
      'prisma/generated',
    ],
    node: true,
  },
  // Mail to one person: written into the outbox, and what a local copy shows of it.
  'lib/mail': { imports: [...BASE, 'lib/data', 'lib/messages'], packages: [], node: true },
  'lib/accounts': {
    imports: [...BASE, 'lib/data', 'lib/mail', 'lib/messages'],
    packages: ['@node-rs/argon2', '@zxcvbn-ts/language-common'],
    node: true,
  },
  // Passkeys, codes of apps, recovery codes; the second step of signing in, and confirming that it is you.
  'lib/factors': {
    imports: [...BASE, 'lib/accounts', 'lib/data', 'lib/input.ts', 'lib/mail', 'lib/messages'],
    packages: ['@simplewebauthn/server', 'zod'],
    node: true,
  },
  // How accounts and organisations end, and what leaves of them as a file.
  'lib/leaving': { imports: [...BASE, 'lib/data', 'lib/mail', 'lib/messages'], packages: [] },
  'lib/takeout': { imports: [...BASE, 'lib/data'], packages: [] },
  // The tokens that servers are signed in to with, and their renewal: for the dashboard and for the gateway.
  'lib/access': {
    imports: ['lib/data', 'lib/fault.ts', 'lib/seal.ts', 'lib/upstream'],
    packages: [],
    node: true,
  },
  'lib/servers': {
    imports: [...PURE, ...BASE, 'lib/access', 'lib/data', 'lib/upstream'],
    packages: [],
    node: true,
  },
  // Signing in to servers.
  'lib/connections': {
    imports: [...PURE, ...BASE, 'lib/access', 'lib/data', 'lib/servers', 'lib/upstream'],
    packages: [],
    node: true,
  },
  'lib/policies': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/baseline': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  // What every agent can call, and what happens then.
  'lib/inventory': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/grants': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/calls': { imports: [...PURE, ...BASE, 'lib/data', 'lib/values'], packages: [], node: true },
  'lib/audit': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  // Who is let in by a link, and how they come in.
  'lib/invitations': {
    imports: [...PURE, ...BASE, 'lib/accounts', 'lib/data', 'lib/mail'],
    packages: [],
    node: true,
  },
  'lib/organisation': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/webhooks': { imports: ['lib/upstream', 'lib/seal.ts'], packages: [], node: true },
  // The standing work of telling people, in the gateway's process.
  'lib/sender': {
    imports: [
      'lib/messages',
      'lib/fault.ts',
      'lib/log.ts',
      'lib/metrics',
      'lib/sealed-mail.ts',
      'lib/data',
      'lib/upstream',
      'lib/webhooks',
    ],
    packages: ['nodemailer'],
    node: true,
  },
  'lib/notices': {
    imports: [...PURE, ...BASE, 'lib/data', 'lib/upstream', 'lib/webhooks'],
    packages: [],
    node: true,
  },
  'lib/replay': { imports: [...PURE, ...BASE, 'lib/calls', 'lib/data'], packages: [], node: true },
  'lib/approvals': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  // What open pages are told as it happens.
  'lib/feed': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/usage': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  'lib/stops': { imports: [...BASE, 'lib/data'], packages: [] },
  // From nothing to a grant that a policy governs, in one step.
  'lib/first-run': {
    imports: [...PURE, ...BASE, 'lib/data', 'lib/servers', 'lib/policies', 'lib/grants'],
    packages: [],
  },
  // What visitors write.
  'lib/contact': { imports: [...PURE, ...BASE, 'lib/data'], packages: [] },
  // Sources of the public catalogue, and what brings them into it.
  'lib/catalogue-import': {
    imports: [...PURE, ...BASE, 'lib/data', 'lib/listings', 'lib/upstream'],
    packages: ['yaml'],
    node: true,
  },
  'lib/listings': { imports: [...PURE, ...BASE, 'lib/data'], packages: [], node: true },
  // A server and a draft without an account, until somebody claims them.
  'lib/trials': {
    imports: [...PURE, ...BASE, 'lib/data', 'lib/listings', 'lib/servers', 'lib/upstream'],
    packages: [],
    node: true,
  },
  'lib/auth': {
    imports: [
      ...BASE,
      'lib/request-id.ts',
      'lib/accounts',
      'lib/data',
      'lib/factors',
      'lib/mail',
      'lib/messages',
    ],
    node: true,
  },
  'lib/api': { imports: [...PURE, ...BASE, ...EDGE, ...PRODUCT, 'lib/data'], packages: ['zod'], node: true },
  'lib/action.ts': { imports: [...BASE, ...EDGE, 'lib/auth', 'lib/data'] },

  gateway: {
    imports: [
      ...PURE,
      ...BASE,
      ...EDGE,
      'lib/access',
      'lib/connector',
      'lib/data',
      'lib/upstream',
      'lib/sender',
      'lib/tracing',
      'lib/values',
      'package.json',
    ],
    node: true,
  },
  cli: {
    imports: [
      'cli/usage.ts',
      ...PURE,
      ...BASE,
      ...EDGE,
      ...PRODUCT,
      'lib/catalogue-import',
      'lib/connector',
      'lib/data',
      'lib/upstream',
    ],
    node: true,
  },
  // What the program says of itself: also a page of the manual.
  'cli/usage.ts': { imports: [], packages: [] },
  components: { imports: PURE },
  app: {
    imports: [
      ...PURE,
      ...BASE,
      ...EDGE,
      ...PRODUCT,
      'components',
      'lib/auth',
      'lib/api',
      'lib/data',
      'lib/action.ts',
      'cli/usage.ts',
    ],
    node: true,
  },
}

/** Packages that belong to some units alone. A name covers what is below it (`next` covers `next/link`). */
export const KEPT_PACKAGES = {
  pg: ['lib/data'],
  prisma: ['lib/data'],
  '@prisma': ['lib/data'],
  '@auth/prisma-adapter': ['lib/data'],
  '@simplewebauthn/server': ['lib/factors'],
  '@simplewebauthn/browser': ['components'],
  qr: ['components'],
  nodemailer: ['lib/sender'],
  // The tunnel between a connector and its gateway.
  ws: ['lib/connector', 'gateway', 'cli'],
  undici: ['lib/upstream', 'gateway'],
  'oidc-provider': ['gateway'],
  next: ['app', 'components', 'lib/auth', 'lib/action.ts'],
  react: ['app', 'components', 'lib/auth', 'lib/action.ts'],
  'react-dom': ['app', 'components'],
  'server-only': ['app', 'lib/auth', 'lib/action.ts'],
  pino: ['lib/log.ts'],
  'prom-client': ['lib/metrics'],
  '@opentelemetry': ['lib/tracing'],
  // Our own server for agents.
  '@modelcontextprotocol/server': ['cli'],
  // Types and clients for tests; in the data path the protocol is ours, strictly parsed.
  '@modelcontextprotocol': [],
}

/** What a pure folder must not reach for, as it stands in code without comments and strings. */
export const IMPURE = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/],
  ['chance', /\bMath\.random\b|(?<![\w.])crypto\./],
  ['the environment', /(?<![\w.])process\.|\bglobalThis\b/],
  ['the network', /(?<![\w.])(fetch|XMLHttpRequest|EventSource|WebSocket)\s*\(/],
  ['timers', /(?<![\w.])(setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/],
  ['Node', /(?<![\w.])(Buffer\b|require\s*\(|__dirname\b)|\bimport\.meta\b/],
  ['the console', /(?<![\w.])console\./],
  [
    'the browser',
    /\b(document\.(cookie|body|querySelector|createElement|getElementById)|window\.(location|addEventListener)|localStorage|sessionStorage)\b/,
  ],
]
