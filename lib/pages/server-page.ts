// What the public page of a server says, as one value: as that of a tool.
import { subjectOf } from '#lib/catalogue/index.ts'
import { guideServer, type ServerGuide } from '#lib/guide/index.ts'
import { parseJson } from '#lib/json/index.ts'
import type { Category, Lane, Severity } from '#lib/policy/index.ts'
import { type AsOf, type PageChange, type PageServer, serverPath, toolPath } from './tool-page.ts'

export type ServerFacts = PageServer & {
  readonly description: string
  readonly homepage: string | null
  /** Its URL, or the command that starts it; '' where nobody says. */
  readonly endpoint: string
  /** The worst of its tools; null where it has none. */
  readonly severity: Severity | null
  readonly counts: Readonly<Record<Category, number>>
}
export type PageTool = {
  readonly slug: string
  readonly name: string
  readonly path: string
  readonly summary: string
  readonly category: Category
  readonly severity: Severity
  /** What the recommended policy does to it. */
  readonly lane: Lane
}
export type ServerPage = {
  readonly path: string
  readonly server: ServerFacts
  readonly asOf: AsOf
  readonly tools: readonly PageTool[]
  readonly guide: ServerGuide
  readonly changes: readonly PageChange[]
}
export type StoredServerPage = Pick<ServerPage, 'server' | 'asOf' | 'changes'> & {
  readonly tools: readonly (Omit<PageTool, 'path' | 'lane'> & { readonly definition: string })[]
}

/** Pure and total. */
export function serverPageOf({ server, asOf, changes, tools }: StoredServerPage): ServerPage {
  const subjects = tools.map(({ name, definition, category, severity }) => ({
    ...subjectOf(name, parseJson(definition, { maxDepth: 64, maxNodes: 50_000 })),
    category,
    severity,
  }))
  const guide = guideServer({ slug: server.slug, name: server.title }, subjects)
  const lanes = new Map(
    (Object.entries(guide.lanes) as [Lane, readonly string[]][]).flatMap(([lane, names]) =>
      names.map((name) => [name, lane] as const),
    ),
  )
  return {
    path: serverPath(server.slug),
    server,
    asOf,
    tools: tools.map(({ definition: _, ...tool }) => ({
      ...tool,
      path: toolPath(server.slug, tool.slug),
      lane: lanes.get(tool.name) ?? 'deny',
    })),
    guide,
    changes,
  }
}
