// Every client that is known, the most used first.
import { chatGpt, claudeConnector, claudeDesktop, lmStudio, n8n } from './app-clients.ts'
import { agentsSdk, aiSdk, langChain, mcpSdk, responsesApi } from './code-clients.ts'
import {
  cline,
  continueDev,
  cursor,
  jetBrains,
  visualStudio,
  vsCode,
  windsurf,
  zed,
} from './editor-clients.ts'
import { curl, generic, inspector } from './plain-clients.ts'
import type { Connection, Snippet } from './snippet.ts'
import { claudeCode, codex, copilotCli, geminiCli, goose } from './terminal-clients.ts'

const CLIENTS: readonly ((connection: Connection) => Snippet | null)[] = [
  claudeCode,
  cursor,
  vsCode,
  claudeDesktop,
  claudeConnector,
  chatGpt,
  codex,
  geminiCli,
  copilotCli,
  goose,
  windsurf,
  zed,
  cline,
  continueDev,
  jetBrains,
  visualStudio,
  lmStudio,
  n8n,
  mcpSdk,
  agentsSdk,
  aiSdk,
  langChain,
  responsesApi,
  inspector,
  generic,
  curl,
]

/** Ready-made configuration for each client that can be connected this way, the most used first. */
export function snippetsFor(connection: Connection): readonly Snippet[] {
  return CLIENTS.flatMap((snippetOf) => snippetOf(connection) ?? [])
}
