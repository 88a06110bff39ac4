// What the page gives the editor and what the editor asks of the page: plain values, no store.
import type { Category, Issue, Severity, ToolState } from '#lib/policy/index.ts'

export type EditorTool = {
  readonly name: string
  readonly description: string
  /** The definition's inputSchema as plain JSON. */
  readonly inputSchema: unknown
  readonly category: Category
  readonly severity: Severity
  readonly evidence: readonly { readonly source: string; readonly text: string; readonly says: string }[]
  readonly state: ToolState
}

export type EditorVersion = {
  readonly number: number
  /** The text as written. */
  readonly source: string
  readonly comment: string
  /** The author's e-mail address; null where the account is gone. */
  readonly author: string | null
  readonly createdAt: Date
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
  readonly loadVersions: (input: { policyId: string }) => Promise<Answer<readonly EditorVersion[]>>
}

export type Issues = readonly Issue[]
