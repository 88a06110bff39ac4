// What the public page of a tool says, as one value: the page, its Markdown, its JSON and its structured data are made
// of it, so none can say what another does not. Everything a server wrote is somebody else's text.
import { type AttackOnTool, attacksOn } from '#lib/attacks/index.ts'
import { type Classification, classifyDefinition, type RiskSignal, subjectOf } from '#lib/catalogue/index.ts'
import { type GuidedServer, guideTool, type ToolGuide } from '#lib/guide/index.ts'
import { parseJson } from '#lib/json/index.ts'
import type { Category, Severity } from '#lib/policy/index.ts'
import { type Parameter, parametersOf } from './parameters.ts'

/** Where a page's facts come from, and of when they are. */
export type AsOf = {
  readonly scannedAt: Date
  /** The server's version then; '' where it says none. */
  readonly version: string
  readonly source: SourceName
  readonly sourceUrl: string | null
}
export type SourceName = 'seed' | 'registry' | 'docker' | 'client-file' | 'capture' | 'live'
export type PageServer = GuidedServer & {
  /** What people call it. */
  readonly title: string
  readonly tools: number
}
export type PageLink = {
  readonly path: string
  readonly name: string
  readonly server: string
  readonly summary: string
  readonly category: Category
  readonly severity: Severity
}
export type PageChange = {
  readonly kind: 'listed' | 'added' | 'removed' | 'returned' | 'changed' | 'server'
  readonly at: Date
  readonly version: string
  readonly tool: { readonly slug: string; readonly name: string } | null
  readonly fields: readonly {
    readonly pointer: string
    readonly before: string | null
    readonly after: string | null
  }[]
}
/** A parameter with what a caller can do through it. */
export type PageParameter = Parameter & { readonly risks: readonly RiskSignal[] }
export type ToolPage = {
  readonly path: string
  readonly server: PageServer
  readonly asOf: AsOf
  readonly tool: { readonly slug: string; readonly name: string; readonly definition: string }
  readonly description: string
  readonly inputSchema: unknown
  /** When a scan no longer found it; null while its server lists it. */
  readonly removedAt: Date | null
  readonly classification: Classification
  readonly parameters: readonly PageParameter[]
  /** Risks of all parameters together. */
  readonly risks: readonly RiskSignal[]
  readonly guide: ToolGuide
  /** Attacks that use tools like it, and why. */
  readonly attacks: readonly AttackOnTool[]
  readonly related: readonly PageLink[]
  readonly changes: readonly PageChange[]
}
export type StoredToolPage = Pick<
  ToolPage,
  'server' | 'asOf' | 'tool' | 'removedAt' | 'related' | 'changes'
> & {
  /** Names of all tools of the server: what a class is judged beside. */
  readonly siblings: readonly string[]
}

/** Pure and total: any stored definition has a page. */
export function toolPageOf({ siblings, ...stored }: StoredToolPage): ToolPage {
  const { server, tool } = stored
  const definition = parseJson(tool.definition, { maxDepth: 64, maxNodes: 50_000 })
  const subject = subjectOf(tool.name, definition)
  const classification = classifyDefinition(tool.name, definition, { server: server.name, siblings })
  const parameters = parametersOf(subject.inputSchema).map((parameter) => ({
    ...parameter,
    risks: classification.signals.filter(({ path }) => isWithin(path, parameter.name)),
  }))
  return {
    ...stored,
    path: toolPath(server.slug, tool.slug),
    description: subject.description,
    inputSchema: subject.inputSchema,
    classification,
    parameters,
    risks: classification.signals.filter(({ path }) => path === ''),
    guide: guideTool({ slug: server.slug, name: server.title }, subject, classification),
    attacks: attacksOn(classification, subject, { server: server.name }),
  }
}

export function serverPath(slug: string): string {
  return `/mcp-servers/${slug}`
}

export function toolPath(server: string, tool: string): string {
  return `${serverPath(server)}/${tool}`
}

/** A path of a public page as a form names it; the catalogue's front for any other text. */
export function publicPathOf(text: string): string {
  return /^\/(mcp-servers|attacks|risk)(\/[a-z0-9-]{1,200}){0,2}$/.test(text) ? text : '/mcp-servers'
}

// `media[].url` is a risk of `media`.
function isWithin(path: string, parameter: string): boolean {
  return path === parameter || path.startsWith(`${parameter}.`) || path.startsWith(`${parameter}[`)
}
