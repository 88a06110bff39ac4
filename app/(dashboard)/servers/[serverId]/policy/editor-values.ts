// From what the store holds to what the editor needs of it: nothing more crosses to the browser.
import type { EditorPolicy, EditorTool, EditorVersion } from '#components/policy-editor/index.ts'
import type { PolicyVersion, PolicyWithVersion, Tool } from '#lib/data/model.ts'

export function editorVersion({ number, source, comment, author, createdAt }: PolicyVersion): EditorVersion {
  return { number, source, comment, author, createdAt }
}

export function editorPolicy({ id, name, published }: PolicyWithVersion): EditorPolicy {
  return { id, name, published: published && editorVersion(published) }
}

export function editorTool({
  name,
  description,
  inputSchema,
  category,
  severity,
  evidence,
  state,
}: Tool): EditorTool {
  return { name, description, inputSchema, category, severity, evidence, state }
}
