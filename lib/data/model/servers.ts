// Servers, how they are reached, and their tools.
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'

/** `waiting`: registered, and its first connector has not come yet. */
export type ServerStatus = 'ready' | 'unreachable' | 'unauthorised' | 'not_mcp' | 'error' | 'waiting'

export type Server = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly url: string
  readonly transport: 'http' | 'sse' | 'connector'
  readonly headerNames: readonly string[]
  /** Signed in to with OAuth: with one account for everybody, or by each person; null where it is not. */
  readonly signIn: 'server' | 'user' | null
  readonly status: ServerStatus
  readonly statusMessage: string
  readonly protocol: string | null
  readonly tools: number
  /** The last reading of its list, and the last that succeeded. */
  readonly checkedAt: Date | null
  readonly readAt: Date | null
  readonly createdAt: Date
  /** null for a server that is reached by its URL. */
  readonly connector: Connector | null
}

/** The connector of a server on stdio, as it stands now. */
export type Connector = {
  readonly state: 'waiting' | 'connected' | 'disconnected'
  /** Since when it is connected; or until when it was. */
  readonly since: Date | null
  /** What the connector says of itself: bounded, and to be shown as text. */
  readonly host: string
  readonly command: string
  /** How many processes it runs. */
  readonly sessions: number
  readonly keyEnd: string
  readonly keyMadeAt: Date
}

/** One quoted piece of the definition that decided, e.g. {source: 'description', text: 'deletes a', says: 'Destructive'}. */
export type Evidence = { readonly source: string; readonly text: string; readonly says: string }

export type Tool = {
  readonly name: string
  readonly description: string
  /** The definition's inputSchema as plain JSON. */
  readonly inputSchema: unknown
  /** The whole definition, JSON text exactly as received. */
  readonly definition: string
  readonly pinnedDefinition: string | null
  readonly hash: string
  readonly category: Category
  readonly severity: Severity
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  /** Set by the organisation in place of the class that the definition has; null where nobody did. */
  readonly override: CategoryOverride | null
  readonly state: ToolState
  /** A person looked at this very definition and did not want it. */
  readonly isRejected: boolean
}

/** What an organisation says of a tool in place of its definition's class. `category` and `severity` of the tool say it already. */
export type CategoryOverride = {
  /** The category that the accepted definition has by itself. */
  readonly classified: Category
  readonly reason: string
  /** E-mail address; null where the account is gone. */
  readonly by: string | null
  readonly at: Date
}

/** What a board shows of a tool: nothing of its definition, so that a thousand of them stay light. */
export type ToolSummary = Pick<
  Tool,
  'name' | 'hash' | 'category' | 'severity' | 'override' | 'state' | 'isRejected'
>

/** What counts for a tool that something names, as the catalogue has it now. */
export type ToolRisk = {
  readonly category: Category
  readonly severity: Severity
  /** The organisation set it, in place of the class that the definition has. */
  readonly isSet: boolean
}
