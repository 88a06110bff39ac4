// The settings of a running Portcullis: parsed once, from the environment alone, with every wrong
// variable named in one message. `npm start` sets them for its children, so the gateway, the
// dashboard and the CLI read the same values here.
import { hkdfSync } from 'node:crypto'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type Bounds, readBounds } from '#lib/bounds/index.ts'

export type Env = {
  readonly port: number
  readonly host: string
  /** Marked with `pgbouncer=true` where it leads through a pooler. */
  readonly databaseUrl: string
  /** The database itself, for migrations; differs from `databaseUrl` behind a pooler. */
  readonly directDatabaseUrl: string
  /** Of the role that may purge the audit; the database itself where there is no such role. */
  readonly maintenanceDatabaseUrl: string
  /** Absolute. */
  readonly dataDir: string
  /** The public origin, without a trailing slash. */
  readonly appUrl: string
  /** 32 bytes, derived from SECRET_KEY. */
  readonly secretKey: Buffer
  readonly signUp: 'open' | 'invite' | 'first'
  readonly allowPrivateUpstreams: boolean
  /** The origins of web pages that are MCP clients and may use the gateway from a browser. */
  readonly allowedOrigins: readonly string[]
  /** The loopback origin of the dashboard behind this gateway; empty where a gateway runs alone. */
  readonly dashboardOrigin: string
  /** Where the other replicas of the gateway reach this one; empty on one machine. */
  readonly hopUrl: string
  /** Addresses and networks of the proxies in front of us, which are believed about their clients. */
  readonly trustedProxies: readonly string[]
  /** True where the supervisor holds the public port and passes its connections on to several gateways. */
  readonly passedConnections: boolean
  /** How often the tools of a registered server are read again. */
  readonly readToolsEveryMs: number
  /** The SMTP server that notifications leave by; '' where e-mail is not set up. Holds its password. */
  readonly smtpUrl: string
  /** The mailbox that they come from; '' without an SMTP server. */
  readonly mailFrom: string
  /** Where what visitors write is sent to: an address; '' without an SMTP server. */
  readonly contactEmail: string
  /** How much one organisation may have of each thing, where nothing else was set for it. */
  readonly quotas: Bounds
  /** Where people sign in with an account elsewhere; absent: not offered. */
  readonly github?: ProviderSettings
  readonly google?: ProviderSettings
  /** Where this process serves its figures (`GET /metrics`); null where it serves none. */
  readonly metrics: { readonly port: number; readonly host: string; readonly token: string } | null
  /** True where `npm start` runs the Postgres itself. */
  readonly embedded: boolean
}
export type ProviderSettings = {
  readonly clientId: string
  readonly clientSecret: string
  /** The provider's origin: github.com or a GitHub Enterprise; Google's, or an OpenID provider that speaks as it does. */
  readonly origin: string
}

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true')

const postgresUrl = z
  .string({ error: 'is required' })
  .refine(isPostgresUrl, { error: 'must look like postgresql://user:password@host:5432/database' })

const secret = z
  .string({ error: 'is required when DATABASE_URL is set (try: openssl rand -base64 48)' })
  .min(32, { error: 'must have at least 32 characters (try: openssl rand -base64 48)' })
  .refine((text) => !looksLikeAnExample(text), {
    error: 'looks like an example, not a secret (try: openssl rand -base64 48)',
  })

const origin = z
  .string()
  .transform((text) => text.replace(/\/+$/, ''))
  .refine(isOrigin, { error: 'must be an origin such as https://portcullis.example.com, without a path' })

const origins = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
  .refine((all) => all.every(isOrigin), {
    error: 'must be origins such as https://inspector.example.com, separated by commas, without paths',
  })

const networks = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
  .refine((all) => all.every(isNetwork), {
    error: 'must be addresses or networks such as 10.0.0.0/8, separated by commas',
  })

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535
const port = { error: 'must be a port number from 1 to 65535' }

const Variables = z.object({
  PORT: z.string().default('3000').refine(isPort, port).transform(Number),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: postgresUrl,
  DIRECT_DATABASE_URL: postgresUrl.optional(),
  // Of the role that owns the tables: migrations use it, in scripts/.
  OWNER_DATABASE_URL: postgresUrl.optional(),
  MAINTENANCE_DATABASE_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  APP_URL: origin.optional(),
  SECRET_KEY: secret,
  SIGN_UP: z.enum(['open', 'invite', 'first'], { error: 'must be open, invite or first' }).optional(),
  ALLOW_PRIVATE_UPSTREAMS: flag.optional(),
  ALLOWED_ORIGINS: origins,
  DASHBOARD_ORIGIN: origin.optional(),
  HOP_URL: origin.optional(),
  TRUSTED_PROXIES: networks,
  PASSED_CONNECTIONS: flag.default(false),
  READ_TOOLS_EVERY: z
    .string()
    .default('60')
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= 1, {
      error: 'must be a number of minutes from 1 to 9999',
    })
    .transform(Number),
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl, { error: 'must look like smtp://user:password@mail.example.com:587, or smtps://…' })
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(isMailbox, { error: 'must be one mailbox, such as Portcullis <portcullis@example.com>' })
    .optional(),
  CONTACT_EMAIL: z
    .string()
    .refine((text) => isMailbox(text) && !text.includes('<'), {
      error: 'must be one e-mail address, such as security@example.com',
    })
    .optional(),
  QUOTAS: z
    .string()
    .default('')
    .transform((text, context) => {
      const read = readBounds(text)
      if ('bounds' in read) return read.bounds
      context.addIssue({ code: 'custom', message: read.problem })
      return z.NEVER
    }),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: origin.default('https://github.com'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: origin.default('https://accounts.google.com'),
  METRICS_PORT: z.string().refine(isPort, port).transform(Number).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_TOKEN: z
    .string()
    .refine((text) => text.length >= 16 && /^[\x21-\x7e]+$/.test(text), {
      error: 'must have at least 16 characters and no space (try: openssl rand -hex 24)',
    })
    .optional(),
  EMBEDDED_POSTGRES: flag.default(false),
})

/** Every variable that is read here. */
export const VARIABLES: readonly string[] = Object.keys(Variables.shape)

let parsed: Env | undefined

/** The settings of this process. Throws one Error that lists every wrong variable. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

/**
 * Reads settings from variables; an empty variable counts as unset.
 * @throws Error with one line for each wrong or missing variable, and never a secret's value
 */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = Variables.safeParse(given)
  const problems = result.success ? [] : result.error.issues.map(problemText)
  const host = given.HOST ?? '127.0.0.1'
  // A public address cannot be guessed: cookies, links and client snippets are built from it.
  if (!given.APP_URL && !isLoopback(host)) {
    problems.push(`APP_URL: is required when HOST is ${host}, such as https://portcullis.example.com`)
  }
  for (const name of ['GITHUB', 'GOOGLE']) {
    const [id, secretName] = [`${name}_CLIENT_ID`, `${name}_CLIENT_SECRET`]
    if (given[id] && !given[secretName]) problems.push(`${secretName}: is required when ${id} is set`)
    if (given[secretName] && !given[id]) problems.push(`${id}: is required when ${secretName} is set`)
  }
  if (given.METRICS_PORT && !isLoopback(given.METRICS_HOST ?? '127.0.0.1') && !given.METRICS_TOKEN)
    problems.push(
      `METRICS_TOKEN: is required when METRICS_HOST is ${given.METRICS_HOST} (try: openssl rand -hex 24)`,
    )
  if (given.METRICS_PORT && given.METRICS_PORT === (given.PORT ?? '3000'))
    problems.push('METRICS_PORT: must be another port than PORT: figures are not public')
  if (given.SMTP_URL && !given.MAIL_FROM) problems.push('MAIL_FROM: is required when SMTP_URL is set')
  if (!result.success || problems.length > 0) {
    throw new Error(`Portcullis cannot run with these settings:\n${problems.map((p) => `  ${p}`).join('\n')}`)
  }
  const value = result.data
  // Only a copy that nobody else can reach may be generous by default.
  const personal = value.EMBEDDED_POSTGRES && isLoopback(value.HOST)
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: throughPooler(value.DATABASE_URL, value.DIRECT_DATABASE_URL),
    directDatabaseUrl: value.DIRECT_DATABASE_URL ?? value.DATABASE_URL,
    maintenanceDatabaseUrl: value.MAINTENANCE_DATABASE_URL ?? value.DIRECT_DATABASE_URL ?? value.DATABASE_URL,
    dataDir: resolve(value.DATA_DIR),
    appUrl: value.APP_URL ?? `http://localhost:${value.PORT}`,
    secretKey: deriveKey(value.SECRET_KEY),
    signUp: value.SIGN_UP ?? (personal ? 'open' : 'first'),
    allowPrivateUpstreams: value.ALLOW_PRIVATE_UPSTREAMS ?? personal,
    allowedOrigins: value.ALLOWED_ORIGINS,
    dashboardOrigin: value.DASHBOARD_ORIGIN ?? '',
    hopUrl: value.HOP_URL ?? '',
    trustedProxies: value.TRUSTED_PROXIES,
    passedConnections: value.PASSED_CONNECTIONS,
    readToolsEveryMs: value.READ_TOOLS_EVERY * 60_000,
    smtpUrl: value.SMTP_URL ?? '',
    mailFrom: value.MAIL_FROM ?? '',
    contactEmail: value.SMTP_URL ? (value.CONTACT_EMAIL ?? addressIn(value.MAIL_FROM ?? '')) : '',
    quotas: value.QUOTAS,
    ...provider('github', value.GITHUB_CLIENT_ID, value.GITHUB_CLIENT_SECRET, value.GITHUB_URL),
    ...provider('google', value.GOOGLE_CLIENT_ID, value.GOOGLE_CLIENT_SECRET, value.GOOGLE_ISSUER),
    metrics:
      value.METRICS_PORT === undefined
        ? null
        : { port: value.METRICS_PORT, host: value.METRICS_HOST, token: value.METRICS_TOKEN ?? '' },
    embedded: value.EMBEDDED_POSTGRES,
  }
}

function provider(
  name: 'github' | 'google',
  clientId: string | undefined,
  clientSecret: string | undefined,
  origin: string,
): Partial<Record<'github' | 'google', ProviderSettings>> {
  return clientId && clientSecret ? { [name]: { clientId, clientSecret, origin } } : {}
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function problemText(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
}

// Whoever names the database itself as well reaches it through something in between. The mark is the one
// that poolers' hosts print into their URLs anyway.
function throughPooler(url: string, direct: string | undefined): string {
  if (direct === undefined || direct === url) return url
  const marked = new URL(url)
  marked.searchParams.set('pgbouncer', 'true')
  return marked.toString()
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.origin === text.toLowerCase()
}

function isSmtpUrl(text: string): boolean {
  return URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== ''
}

function isMailbox(text: string): boolean {
  const address = /^(?:[^<>\p{C}]*<([^<>\s]+)>|([^<>\s]+))$/u.exec(text)
  return /^[^\s@,;]+@[^\s@,;]+$/.test(address?.[1] ?? address?.[2] ?? '')
}

// The address of a mailbox that may bear a name.
function addressIn(mailbox: string): string {
  return /<([^<>]+)>/.exec(mailbox)?.[1] ?? mailbox
}

// A network of no bits is everybody: whoever wants that would let each client choose its address.
function isNetwork(text: string): boolean {
  const [network = '', bits, ...more] = text.split('/')
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(network)] ?? 0
  if (width === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= width)
}

function looksLikeAnExample(text: string): boolean {
  return (
    new Set(text).size < 10 ||
    /change.?(me|this)|example|placeholder|your.?secret|123456789|abcdefgh/i.test(text)
  )
}

// Any length and alphabet of SECRET_KEY becomes one uniform key.
function deriveKey(secretText: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretText, '', 'portcullis secret key v1', 32))
}
