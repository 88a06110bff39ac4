// The plain values that leave lib/data: no Prisma type, no secret, nothing another tenant owns.
import type { ChannelKind, EventSeverity } from '#lib/messages/index.ts'
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'

export const ROLES = ['viewer', 'approver', 'policy_manager', 'admin', 'owner'] as const
/** Each role may do what the ones before it may. */
export type Role = (typeof ROLES)[number]

declare const proven: unique symbol
/** The proof of tenancy that every data function asks for. Only lib/auth and an API key make one. */
export type Organisation = { readonly id: string; readonly name: string; readonly [proven]: true }

/** Who acts: a signed-in person, or a person's API key. */
export type Member = {
  readonly organisation: Organisation
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly via: 'user' | 'api_key' | 'cli'
  /** The API key that it came by. */
  readonly keyId?: string
  /** Where the request came from, for the record; absent at the command line and in the program's own work. */
  readonly from?: RequestOrigin
}

/** A request as the record names it. */
export type RequestOrigin = {
  readonly requestId: string
  /** As `clientAddress` gives it: an IPv4 address, an IPv6 /64, or 'unknown'. */
  readonly address: string
}

/** `waiting`: registered, and its first connector has not come yet. */
export type ServerStatus = 'ready' | 'unreachable' | 'unauthorised' | 'not_mcp' | 'error' | 'waiting'
export type Server = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly url: string
  readonly transport: 'http' | 'sse' | 'connector'
  readonly headerNames: readonly string[]
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

export type PolicySummary = {
  readonly id: string
  readonly serverId: string
  readonly name: string
  /** The published version's number; null where nothing was published yet. */
  readonly version: number | null
  readonly grants: number
  readonly updatedAt: Date
}
export type PolicyVersion = {
  readonly id: string
  readonly number: number
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  readonly hash: string
  readonly comment: string
  readonly author: string | null
  readonly createdAt: Date
}
export type PolicyWithVersion = PolicySummary & { readonly published: PolicyVersion | null }
/** A draft that is evaluated beside the version in force, and what was counted so far. */
export type Shadow = {
  readonly id: string
  readonly serverId: string
  readonly policyId: string
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  readonly baseVersion: number
  readonly author: string | null
  readonly createdAt: Date
  /** Calls that it was evaluated on; that its evaluation failed on; that it was not asked about, for there were too many. */
  readonly calls: number
  readonly errors: number
  readonly missed: number
  /** Of the calls, those that would have come out otherwise. */
  readonly differing: number
  /** Most calls first, 500 at most. */
  readonly verdicts: readonly ShadowVerdict[]
}
export type ShadowVerdict = {
  readonly tool: string
  readonly grantId: string
  readonly grantLabel: string
  /** allow | limit | approve | deny | hide; `draft` also unknown. */
  readonly live: string
  readonly draft: string
  readonly rule: string
  readonly calls: number
  readonly firstAt: Date
  readonly lastAt: Date
  /** Ids of calls, newest first. */
  readonly examples: readonly string[]
}
export type Draft = { readonly text: string; readonly baseVersion: number; readonly updatedAt: Date }

export type Grant = {
  readonly id: string
  readonly label: string
  readonly tags: readonly string[]
  readonly tokenEnd: string
  readonly urlEnabled: boolean
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  readonly servers: readonly {
    readonly serverId: string
    readonly serverName: string
    readonly policyId: string | null
    readonly policyName: string | null
  }[]
}

export const STOP_SCOPES = ['grant', 'server', 'organisation'] as const
export type StopScope = (typeof STOP_SCOPES)[number]

/** An emergency stop: what a person stopped at once, and what became of it. */
export type Stop = {
  readonly id: string
  readonly scope: StopScope
  /** The id of the grant, the server or the organisation. */
  readonly subjectId: string
  /** Its name when it was stopped. */
  readonly subjectName: string
  /** Agents read it. */
  readonly reason: string
  readonly setAt: Date
  /** null where that person is gone. */
  readonly setBy: string | null
  /** null: until it is lifted. */
  readonly endsAt: Date | null
  readonly liftedAt: Date | null
  readonly liftedBy: string | null
  /** By the database's clock. `ended`: its time has passed, or what it stopped is no more. */
  readonly state: 'holding' | 'lifted' | 'ended'
}

/** What counts for a tool that something names, as the catalogue has it now. */
export type ToolRisk = {
  readonly category: Category
  readonly severity: Severity
  /** The organisation set it, in place of the class that the definition has. */
  readonly isSet: boolean
}

export type CallRow = {
  readonly id: string
  readonly at: Date
  readonly serverId: string
  readonly serverName: string
  readonly grantId: string
  readonly grantLabel: string
  readonly method: string
  readonly tool: string
  /** Of the tool as it is now; null where it is not known (any more). */
  readonly risk: ToolRisk | null
  readonly decision: 'allow' | 'deny' | 'await'
  readonly rule: string
  readonly reason: string
  readonly message: string
  readonly outcome: string
  readonly upstreamStatus: number | null
  readonly latencyMs: number | null
  readonly argumentNames: readonly string[]
  /** The policy of the version that judged; null where none did, or it was deleted. */
  readonly policyId: string | null
  readonly policyVersion: number | null
  readonly detail: unknown
  /** How many equal refusals this record stands for; 1 for every other call. */
  readonly repeats: number
  /** When the last of them came; null for a single one. */
  readonly lastAt: Date | null
}
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }

/** One entry of the record. `actor` is an e-mail address, null where that person is gone, or nobody did it. */
export type AuditEvent = {
  readonly id: string
  readonly at: Date
  readonly actor: string | null
  /** user, api_key, cli; chore: the program itself; database: by SQL. */
  readonly actorKind: string
  /** The API key that it came by. */
  readonly keyId: string | null
  /** '' where no request did it. */
  readonly requestId: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly detail: unknown
}

/** A member as the others see them. */
export type Person = {
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly joinedAt: Date
}

export type ApiKey = {
  readonly id: string
  readonly name: string
  readonly tokenEnd: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

/** Where people are told. `target` is shown: an address, or the host of a URL that nobody sees again. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly target: string
  /** Of events; none means every kind. */
  readonly kinds: readonly string[]
  readonly least: EventSeverity
  readonly isOn: boolean
  /** Why it was turned off, where nobody did it. */
  readonly offReason: string
  /** Since when nothing has reached it. */
  readonly failingSince: Date | null
  readonly createdAt: Date
}

/** Something that people are told of. */
export type NoticedEvent = {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly severity: EventSeverity
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** An event on its way to a channel. `nextAt` is null once it is over. */
export type Delivery = {
  readonly id: string
  readonly channelId: string
  readonly channelName: string
  readonly event: NoticedEvent
  readonly status: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly triedAt: Date | null
  readonly nextAt: Date | null
  readonly responseStatus: number | null
  readonly error: string
  readonly excerpt: string
}
