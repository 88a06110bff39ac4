// Every attack of the library, in the order in which it is read.
import type { Attack } from './attack.ts'
import { agentjacking } from './library/agentjacking.ts'
import { amazonQWiperPrompt } from './library/amazon-q-wiper-prompt.ts'
import { ansiEscapeDeception } from './library/ansi-escape-deception.ts'
import { approvalFatigue } from './library/approval-fatigue.ts'
import { asanaCrossTenant } from './library/asana-cross-tenant.ts'
import { atlassianAttachmentWrite } from './library/atlassian-attachment-write.ts'
import { bankrWalletDrain } from './library/bankr-wallet-drain.ts'
import { browserPageInjection } from './library/browser-page-injection.ts'
import { chartSpecificationEval } from './library/chart-specification-eval.ts'
import { conversationTheft } from './library/conversation-theft.ts'
import { crossServerShadowing } from './library/cross-server-shadowing.ts'
import { destructiveAutonomy } from './library/destructive-autonomy.ts'
import { dnsRebinding } from './library/dns-rebinding.ts'
import { figmaCommandInjection } from './library/figma-command-injection.ts'
import { filesystemEscape } from './library/filesystem-escape.ts'
import { fullSchemaPoisoning } from './library/full-schema-poisoning.ts'
import { gatewayErrorPath } from './library/gateway-error-path.ts'
import { gatewayPreviewSpawns } from './library/gateway-preview-spawns.ts'
import { gatewaySessionPool } from './library/gateway-session-pool.ts'
import { gitServerAnyPath } from './library/git-server-any-path.ts'
import { githubPathEscape } from './library/github-path-escape.ts'
import { githubPrivateRepositories } from './library/github-private-repositories.ts'
import { guessableSession } from './library/guessable-session.ts'
import { herokuOwnershipTransfer } from './library/heroku-ownership-transfer.ts'
import { inspectorWithoutLogin } from './library/inspector-without-login.ts'
import { kubernetesArgumentInjection } from './library/kubernetes-argument-injection.ts'
import { kubernetesCommandInjection } from './library/kubernetes-command-injection.ts'
import { lineJumping } from './library/line-jumping.ts'
import { listOnlyFilter } from './library/list-only-filter.ts'
import { mcpRemoteCommandInjection } from './library/mcp-remote-command-injection.ts'
import { mcpRuncommandBackdoor } from './library/mcp-runcommand-backdoor.ts'
import { mcpoisonCursor } from './library/mcpoison-cursor.ts'
import { nginxUiOpenEndpoint } from './library/nginx-ui-open-endpoint.ts'
import { oauthConfusedDeputy } from './library/oauth-confused-deputy.ts'
import { parserDifferential } from './library/parser-differential.ts'
import { plainTextCredentials } from './library/plain-text-credentials.ts'
import { pocketosVolumeDeletion } from './library/pocketos-volume-deletion.ts'
import { postgresReadOnlyBypass } from './library/postgres-read-only-bypass.ts'
import { postmarkMcpBackdoor } from './library/postmark-mcp-backdoor.ts'
import { replitDatabaseDeletion } from './library/replit-database-deletion.ts'
import { rugPull } from './library/rug-pull.ts'
import { runawayLoop } from './library/runaway-loop.ts'
import { samplingAbuse } from './library/sampling-abuse.ts'
import { sandwormModeWorm } from './library/sandworm-mode-worm.ts'
import { secondProtocolPath } from './library/second-protocol-path.ts'
import { sharedTransportLeak } from './library/shared-transport-leak.ts'
import { slackLinkUnfurling } from './library/slack-link-unfurling.ts'
import { smitheryBuildPath } from './library/smithery-build-path.ts'
import { sqliteStoredPrompt } from './library/sqlite-stored-prompt.ts'
import { ssrfThroughFetchTools } from './library/ssrf-through-fetch-tools.ts'
import { stdioConfigurationCommands } from './library/stdio-configuration-commands.ts'
import { supabaseTicketSecrets } from './library/supabase-ticket-secrets.ts'
import { toolPoisoning } from './library/tool-poisoning.ts'
import { toolResultInjection } from './library/tool-result-injection.ts'
import { uriTemplateRedos } from './library/uri-template-redos.ts'
import { whatsappHistoryTheft } from './library/whatsapp-history-theft.ts'
import { wordpressUserCreation } from './library/wordpress-user-creation.ts'

export const ATTACKS: readonly Attack[] = [
  toolPoisoning,
  fullSchemaPoisoning,
  ansiEscapeDeception,
  rugPull,
  lineJumping,
  crossServerShadowing,
  toolResultInjection,
  agentjacking,
  browserPageInjection,
  githubPrivateRepositories,
  githubPathEscape,
  supabaseTicketSecrets,
  postgresReadOnlyBypass,
  sqliteStoredPrompt,
  slackLinkUnfurling,
  whatsappHistoryTheft,
  conversationTheft,
  ssrfThroughFetchTools,
  herokuOwnershipTransfer,
  wordpressUserCreation,
  plainTextCredentials,
  filesystemEscape,
  gitServerAnyPath,
  atlassianAttachmentWrite,
  kubernetesCommandInjection,
  kubernetesArgumentInjection,
  figmaCommandInjection,
  chartSpecificationEval,
  destructiveAutonomy,
  replitDatabaseDeletion,
  pocketosVolumeDeletion,
  amazonQWiperPrompt,
  bankrWalletDrain,
  runawayLoop,
  samplingAbuse,
  approvalFatigue,
  postmarkMcpBackdoor,
  mcpRuncommandBackdoor,
  sandwormModeWorm,
  smitheryBuildPath,
  mcpoisonCursor,
  mcpRemoteCommandInjection,
  inspectorWithoutLogin,
  stdioConfigurationCommands,
  nginxUiOpenEndpoint,
  listOnlyFilter,
  secondProtocolPath,
  parserDifferential,
  dnsRebinding,
  uriTemplateRedos,
  sharedTransportLeak,
  gatewaySessionPool,
  guessableSession,
  asanaCrossTenant,
  oauthConfusedDeputy,
  gatewayErrorPath,
  gatewayPreviewSpawns,
]

const BY_SLUG: ReadonlyMap<string, Attack> = new Map(ATTACKS.map((attack) => [attack.slug, attack]))

/** The attack of that slug, or null. */
export function findAttack(slug: string): Attack | null {
  return BY_SLUG.get(slug) ?? null
}
