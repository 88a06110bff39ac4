// A shell in which a snippet is run as a person would run it: in an empty home, with the programs of others on
// its PATH under the names that people call them by.
import { type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { foreignFile, foreignRoot, newerNode } from '#testing/foreign/index.ts'

export type SnippetShell = {
  readonly home: string
  /** Runs text in bash; fails where it does. @returns what it wrote, to either side */
  run(text: string, options?: { cwd?: string; env?: Record<string, string> }): Promise<string>
  /** Writes a file under the home folder. */
  write(path: string, text: string): void
  close(): void
}

const PATIENCE_MS = 240_000

export function openSnippetShell(): SnippetShell {
  const home = mkdtempSync(join(tmpdir(), 'portcullis-snippet-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  for (const [name, line] of Object.entries(programs())) {
    write(`bin/${name}`, `#!/bin/bash\n${line}\n`)
    chmodSync(join(home, 'bin', name), 0o755)
  }
  return {
    home,
    write,
    run: async (text, { cwd = home, env = {} } = {}) => {
      const options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> = {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          NODE_ENV: 'production',
          PATH: `${join(home, 'bin')}:${process.env.PATH}`,
          HOME: home,
          // They would ask, tell or renew themselves otherwise.
          CI: '1',
          DISABLE_AUTOUPDATER: '1',
          DISABLE_TELEMETRY: '1',
          GEMINI_CLI_TRUST_WORKSPACE: 'true',
          MCP_REMOTE_CONFIG_DIR: join(home, '.mcp-auth'),
          ...env,
        },
      }
      const child = spawn('bash', ['-euo', 'pipefail', '-c', text], options)
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      let said = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
      const [code] = await once(child, 'close')
      clearTimeout(timer)
      if (code !== 0) throw new Error(`exit code ${code}: ${said}`)
      return said
    },
    close: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  }
}

function programs(): Record<string, string> {
  const node = JSON.stringify(newerNode())
  const file = (...of: Parameters<typeof foreignFile>) => JSON.stringify(foreignFile(...of))
  const claude = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`
  return {
    claude: `exec ${JSON.stringify(foreignRoot(`node_modules/${claude}/claude`))} "$@"`,
    codex: `exec ${node} ${file('@openai/codex', 'bin/codex.js')} "$@"`,
    gemini: `exec ${node} ${file('@google/gemini-cli', 'bundle/gemini.js')} "$@"`,
    // What lies here, in place of what npx would download.
    npx: [
      'case "$2" in',
      `mcp-remote) exec ${node} ${file('mcp-remote', 'dist/proxy.js')} "\${@:3}" ;;`,
      `@modelcontextprotocol/inspector) exec ${node} ${file('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js')} "\${@:3}" ;;`,
      '*) echo "npx was asked for $2" >&2; exit 1 ;;',
      'esac',
    ].join('\n'),
  }
}
