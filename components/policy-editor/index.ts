export type {
  Answer,
  EditorActions,
  EditorPolicy,
  EditorProps,
  EditorTool,
  EditorVersion,
  SavedDraft,
  Target,
} from './model.ts'
export { PolicyEditor } from './policy-editor.tsx'
