// What the page gives the editor and what the editor asks of the page: plain values, no store.

import type { RiskOverride } from '#components/risk-badge.tsx'
import type { CategoryActs } from '#components/servers/category-control.tsx'
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'
import type { Look } from './look.ts'

/** What the board shows of a tool; it comes with the page. */
export type ToolSummary = {
  readonly name: string
  readonly category: Category
  readonly severity: Severity
  readonly state: ToolState
  /** Set by the organisation in place of the class that its definition has. */
  readonly override?: RiskOverride
  /** Its definition was looked at and turned away: it waits for nobody. */
  readonly isRejected?: boolean
}

/** What only a closer look needs; it comes once the board stands. */
export type ToolDetails = {
  readonly description: string
  /** The definition's inputSchema as plain JSON. */
  readonly inputSchema: unknown
  readonly evidence: readonly { readonly source: string; readonly text: string; readonly says: string }[]
}

export type EditorTool = ToolSummary & ToolDetails

export type EditorVersion = {
  readonly number: number
  /** The text as written. */
  readonly source: string
  readonly comment: string
  /** The author's e-mail address; null where the account is gone. */
  readonly author: string | null
  readonly createdAt: Date
}

/** A change that somebody asked for, laid over the draft. */
export type EditorProposal = {
  readonly id: string
  readonly source: string
  readonly reason: string
  readonly author: string | null
  /** The name of the API key that asked; null for a person. */
  readonly key: string | null
  readonly createdAt: Date
  readonly state: 'open' | 'published' | 'dismissed'
}

/** One policy of the server. `published` is null before the first publish. */
export type EditorPolicy = {
  /** '' for a policy that was never published. */
  readonly id: string
  readonly name: string
  readonly published: EditorVersion | null
}

export type SavedDraft = { readonly text: string; readonly baseVersion: number; readonly updatedAt: Date }

export type Refused = {
  readonly code: string
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
  readonly requestId: string
}
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Refused }

/** The server's side of the editor; server actions in the product. Each checks the member's role itself. */
export type EditorActions = {
  readonly publish: (input: {
    serverId: string
    policyId: string
    name: string
    document: string
    baseVersion: number
    comment: string
  }) => Promise<Answer<{ policyId: string; version: number }>>
  readonly saveDraft: (input: {
    serverId: string
    policyId: string
    text: string
    baseVersion: number
  }) => Promise<Answer<null>>
  readonly discardDraft: (input: { serverId: string; policyId: string }) => Promise<Answer<null>>
  readonly loadPolicy: (input: { policyId: string }) => Promise<Answer<EditorPolicy>>
  readonly startShadow: (input: {
    serverId: string
    policyId: string
    document: string
    baseVersion: number
  }) => Promise<Answer<{ id: string }>>
  readonly loadShadow: (input: { serverId: string }) => Promise<Answer<EditorShadow | null>>
  readonly promoteShadow: (input: {
    serverId: string
    shadowId: string
    baseVersion: number
    comment: string
  }) => Promise<Answer<{ version: number }>>
  readonly discardShadow: (input: { serverId: string; shadowId: string }) => Promise<Answer<null>>
  readonly dismissProposal: (input: { proposalId: string }) => Promise<Answer<null>>
  readonly loadVersions: (input: { policyId: string }) => Promise<Answer<readonly EditorVersion[]>>
}

/** A draft in shadow of the policy in force, and what was counted so far. */
export type EditorShadow = {
  readonly id: string
  readonly policyId: string
  readonly source: string
  readonly baseVersion: number
  readonly author: string | null
  readonly createdAt: Date
  readonly calls: number
  readonly errors: number
  readonly missed: number
  readonly differing: number
  readonly verdicts: readonly {
    readonly tool: string
    readonly grantId: string
    readonly grantLabel: string
    readonly live: string
    readonly draft: string
    readonly rule: string
    readonly calls: number
    readonly examples: readonly string[]
  }[]
}

/** Where a link into the editor points. */
export type Target = {
  readonly tool: string | null
  /** A rule pointer, as decisions and issues carry it. */
  readonly rule: string | null
  readonly code: boolean
}

/** The editor without an account: nothing is published, and the one way on is to keep the draft. */
export type TrialMode = {
  readonly keepHref: string
  /** On the button: "Sign up to keep it". */
  readonly keepWords: string
  readonly endsAt: Date
}

export type EditorProps = {
  readonly server: { readonly id: string; readonly name: string }
  readonly tools: readonly ToolSummary[]
  /** Calls of each tool in the last 7 days; a tool without any is left out. */
  readonly calls: Promise<ReadonlyMap<string, number>>
  /** The organisation's published baseline, as canonical JSON; null where there is none. */
  readonly organisationBaseline: string | null
  /** The other servers that the policy serves. */
  readonly alsoServes: readonly { readonly id: string; readonly name: string }[]
  /** All policies of the server. */
  readonly policies: readonly { readonly id: string; readonly name: string }[]
  readonly policy: EditorPolicy
  /** This member's unpublished text; null for none. */
  readonly draft: SavedDraft | null
  /** A version to look at instead of the draft, read-only. */
  readonly viewing: EditorVersion | null
  /** A version to lay over the draft as an undoable step. */
  readonly restoring: EditorVersion | null
  /** A proposed text to lay over the draft, likewise; null for none. */
  readonly proposal: EditorProposal | null
  readonly target: Target
  /** Filters, order and view, as the address or the last visit has them. */
  readonly look: Look
  /** The signed-in member's e-mail address. */
  readonly author: string
  /** The member's role lets them change and publish. */
  readonly mayEdit: boolean
  /** Why it does not, as a sentence. */
  readonly obstacle?: string | null
  readonly actions: EditorActions
  /** Answers JSON of `[name, ToolDetails][]` for all tools, or a fault with its `message`. */
  readonly detailsUrl: string
  /** Takes a draft and a range; answers lines of JSON, the last one `done` or `fault`. */
  readonly replayUrl: string
  /** The draft in shadow of this server, of whichever of its policies; null for none. */
  readonly shadow: EditorShadow | null
  /** What a member may do about the category of a tool; null where their role may not. */
  readonly categories: CategoryActs | null
  /** The member's role lets them accept definitions. */
  readonly mayAccept: boolean
  /** Where it is tried without an account; absent for a member. */
  readonly trial?: TrialMode
}
