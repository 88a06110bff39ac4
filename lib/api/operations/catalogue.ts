// /catalogue/servers, /catalogue/servers/{slug} and their tools: the public catalogue, the same for everybody.
import { z } from 'zod'
import { classify, subjectOf } from '#lib/catalogue/index.ts'
import { Fault } from '#lib/fault.ts'
import { parseJson } from '#lib/json/index.ts'
import {
  findListedTool,
  findListing,
  type Listing,
  type ListingChange,
  listListedTools,
  listListingChanges,
  searchCatalogue,
  type ToolPage,
} from '#lib/listings/index.ts'
import { CATEGORIES, SEVERITIES, type Severity } from '#lib/policy/index.ts'
import { operation } from '../operation.ts'
import { cursor, instant } from '../shapes.ts'

// What was bounded when it was stored.
const STORED_BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }
const RISKS = [...SEVERITIES, 'low', 'medium', 'high', 'critical'] as const

const text = z.string().nullable()
const listing = z
  .object({
    slug: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    version: z.string(),
    source: z.object({ kind: z.string(), url: text }),
    homepage: text,
    endpoint: z
      .object({
        kind: z.enum(['http', 'sse', 'stdio']),
        url: z.string().optional(),
        command: z.string().optional(),
      })
      .nullable(),
    scannedAt: instant,
    changedAt: instant,
    tools: z.int(),
    counts: z.record(z.enum(CATEGORIES), z.int()).meta({ description: 'Tools of each category.' }),
    risk: z
      .enum(SEVERITIES)
      .nullable()
      .meta({ description: 'The worst of its tools; null where none is known.' }),
  })
  .meta({ id: 'CatalogueServer' })

const classified = {
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  confidence: z.number().min(0).max(1),
}
const change = z
  .object({
    kind: z.enum(['listed', 'added', 'removed', 'returned', 'changed', 'server']),
    at: instant,
    version: z.string(),
    tool: text.meta({ description: 'The slug of the tool; null for the server itself.' }),
    fields: z
      .array(z.object({ pointer: z.string(), before: text, after: text }))
      .meta({ description: 'Every place that differs, as JSON texts; long ones are cut.' }),
  })
  .meta({ id: 'CatalogueChange' })

export const list = operation({
  name: 'listCatalogueServers',
  method: 'GET',
  path: '/catalogue/servers',
  summary:
    'Servers of the public catalogue by words and risk, the best matches first; slips in words are forgiven',
  query: z.strictObject({
    q: z.string().max(200).optional().meta({ description: 'Names or words.' }),
    risk: z.enum(RISKS).optional().meta({ description: 'The worst severity among the tools of a server.' }),
    cursor,
  }),
  answer: z.object({
    items: z.array(listing),
    nextCursor: z.string().nullable(),
    total: z.int().nullable().meta({ description: 'On the first page; 1000 stands for 1,000 or more.' }),
  }),
  run: async ({ query: { q, risk, cursor } }) => {
    const severity = SEVERITIES.find((each) => each.toLowerCase() === risk?.toLowerCase())
    const found = await searchCatalogue({
      kind: 'servers',
      q,
      severity: severity as Severity | undefined,
      cursor,
    })
    return { items: found.items.map(toListing), nextCursor: found.nextCursor, total: found.total }
  },
})

export const get = operation({
  name: 'getCatalogueServer',
  method: 'GET',
  path: '/catalogue/servers/{slug}',
  summary: 'A server of the public catalogue with its tools, 200 a page, and what changed in it',
  query: z.strictObject({ cursor }),
  answer: z.object({
    server: listing,
    items: z.array(z.object(classified).meta({ id: 'CatalogueTool' })),
    nextCursor: z.string().nullable(),
    changes: z.array(change).meta({ description: 'The newest 100.' }),
  }),
  run: async ({ params: { slug = '' }, query }) => {
    const server = await findListing(slug)
    if (!server) throw missing('server')
    const [tools, changes] = await Promise.all([listListedTools(slug, query), listListingChanges(slug)])
    return {
      server: toListing(server),
      items: tools.items.map(({ slug, name, summary, category, severity, confidence }) => ({
        slug,
        name,
        description: summary,
        category,
        severity,
        confidence,
      })),
      nextCursor: tools.nextCursor,
      changes: changes.map(toChange),
    }
  },
})

export const tool = operation({
  name: 'getCatalogueTool',
  method: 'GET',
  path: '/catalogue/servers/{slug}/tools/{tool}',
  summary: 'A tool of the public catalogue: what it can do, and which words of its definition say so',
  answer: z
    .object({
      ...classified,
      server: listing,
      inputSchema: z.unknown(),
      definition: z.string().meta({ description: 'JSON text, as the server wrote it.' }),
      evidence: z.array(z.object({ source: z.string(), text: z.string(), says: z.string() })),
      signals: z.array(z.object({ kind: z.string(), path: z.string(), words: z.string(), says: z.string() })),
      rationale: z.string(),
      firstSeenAt: instant,
      removedAt: instant.nullable().meta({ description: 'When a scan no longer found it.' }),
      changes: z.array(change),
    })
    .meta({ id: 'CatalogueToolPage' }),
  run: async ({ params: { slug = '', tool = '' } }) => {
    const page = await findListedTool(slug, tool)
    if (!page) throw missing('tool')
    return toToolPage(page)
  },
})

function toToolPage({ listing, tool, removedAt, siblings, changes }: ToolPage) {
  const { slug, name, category, severity, confidence, definition, firstSeenAt } = tool
  const subject = subjectOf(name, parseJson(definition, STORED_BOUNDS))
  const { evidence, signals, rationale } = classify(subject, { server: listing.name, siblings })
  return {
    slug,
    name,
    description: subject.description,
    category,
    severity,
    confidence,
    server: toListing(listing),
    inputSchema: subject.inputSchema,
    definition,
    evidence: evidence.map(({ source, text, says }) => ({ source, text, says })),
    signals: signals.map(({ kind, path, words, says }) => ({ kind, path, words, says })),
    rationale,
    firstSeenAt: firstSeenAt.toISOString(),
    removedAt: removedAt?.toISOString() ?? null,
    changes: changes.map(toChange),
  }
}

function toListing(row: Listing): z.input<typeof listing> {
  const { slug, name, title, description, version, source, homepage, endpoint, tools, counts } = row
  return {
    ...{ slug, name, title, description, version, homepage, tools },
    source: { kind: source.kind, url: source.url },
    endpoint: endpoint && { ...endpoint },
    scannedAt: row.scannedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    counts: { ...counts },
    risk: row.severity,
  }
}

function toChange({ kind, at, version, tool, fields }: ListingChange): z.input<typeof change> {
  return {
    kind,
    at: at.toISOString(),
    version,
    tool: tool?.slug ?? null,
    fields: fields.map(({ pointer, before, after }) => ({ pointer, before, after })),
  }
}

function missing(what: 'server' | 'tool'): Fault {
  return new Fault(
    'not-found',
    `The catalogue has no such ${what}. Look for it with GET /catalogue/servers?q=…`,
  )
}
