// From what the store holds to what the editor needs of it: nothing more crosses to the browser.
import type {
  EditorPolicy,
  EditorProposal,
  EditorShadow,
  EditorVersion,
  ToolDetails,
  ToolSummary,
} from '#components/policy-editor/index.ts'
import type * as stored from '#lib/data/model.ts'

export function editorVersion({
  number,
  source,
  comment,
  author,
  createdAt,
}: stored.PolicyVersion): EditorVersion {
  return { number, source, comment, author, createdAt }
}

export function editorPolicy({ id, name, published }: stored.PolicyWithVersion): EditorPolicy {
  return { id, name, published: published && editorVersion(published) }
}

export function editorProposal(proposal: stored.Proposal): EditorProposal {
  const { id, source, reason, author, key, createdAt, state } = proposal
  return { id, source, reason, author, key, createdAt, state }
}

export function editorShadow({ serverId: _, format: __, verdicts, ...shadow }: stored.Shadow): EditorShadow {
  return {
    ...shadow,
    verdicts: verdicts.map(({ firstAt: _, lastAt: __, ...verdict }) => verdict),
  }
}

export function toolSummary({
  name,
  category,
  severity,
  override,
  state,
  isRejected,
}: stored.ToolSummary): ToolSummary {
  return {
    ...{ name, category, severity, state },
    ...(override && {
      override: { classified: override.classified, reason: override.reason, by: override.by },
    }),
    ...(isRejected && { isRejected }),
  }
}

/** The details of all tools as one JSON text: as values, a thousand schemas would be walked node by node. */
export function toolDetails(tools: readonly stored.Tool[]): string {
  const details = tools.map(({ name, description, inputSchema, evidence }): [string, ToolDetails] => [
    name,
    { description, inputSchema, evidence },
  ])
  return JSON.stringify(details)
}
