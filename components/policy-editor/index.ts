export { BoardWaiting } from './board-waiting.tsx'
export { CodePane } from './code/code-pane.tsx'
export { FormatSwitch } from './code/format-switch.tsx'
export type { Draft, DraftAction } from './draft/draft.ts'
export { useDraft } from './draft/use-draft.ts'
export { lookIn, VIEW_COOKIE } from './look.ts'
export type {
  Answer,
  EditorActions,
  EditorPolicy,
  EditorProposal,
  EditorProps,
  EditorShadow,
  EditorTool,
  EditorVersion,
  SavedDraft,
  Target,
  ToolDetails,
  ToolSummary,
  TrialMode,
} from './model.ts'
export { packTools } from './packed-tools.ts'
export { PolicyEditor } from './policy-editor.tsx'
