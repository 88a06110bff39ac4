export { BoardWaiting } from './board-waiting.tsx'
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
