// What clients call themselves, and what people call them.
const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^claude[- ]code/i, 'Claude Code'],
  [/^(claude-ai|claude\.ai|anthropic)/i, 'Claude'],
  [/^cursor/i, 'Cursor'],
  [/^(visual studio code|vscode|github-copilot-vscode)/i, 'VS Code'],
  [/^codex/i, 'Codex'],
  [/^gemini-cli/i, 'Gemini CLI'],
  [/^(github-copilot|copilot)/i, 'Copilot'],
  [/^(windsurf|codeium|devin)/i, 'Windsurf'],
  [/^zed/i, 'Zed'],
  [/^cline/i, 'Cline'],
  [/^continue/i, 'Continue'],
  [/^goose/i, 'Goose'],
  [/^(openai-mcp|chatgpt|openai)/i, 'OpenAI'],
  [/^lm-?studio/i, 'LM Studio'],
  [/^n8n/i, 'n8n'],
  [/^mcp-remote/i, 'mcp-remote'],
  [/^(mcp-)?inspector/i, 'MCP Inspector'],
  [/^curl/i, 'curl'],
  [/^portcullis-dashboard$/, 'This page'],
]
/** A library's name says nothing of the program that uses it. */
const LIBRARY =
  /^(node|axios|got|python-httpx|python-requests|python|okhttp|go-http-client|bun|deno|mozilla)\b/i

/** A client's name for people. @param said what it calls itself; '' where it said nothing */
export function clientTitle(said: string): string {
  const known = TITLES.find(([pattern]) => pattern.test(said))
  if (known) return known[1]
  return said === '' || LIBRARY.test(said) ? 'A client' : said
}
