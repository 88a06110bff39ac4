// The command that a person pastes where the server runs, in the notation of a POSIX shell.

export const KEY_PLACEHOLDER = 'YOUR_CONNECTOR_KEY'
export const COMMAND_PLACEHOLDER = 'COMMAND THAT STARTS THE SERVER'

export type Connection = {
  /** The gateway's origin. */
  readonly origin: string
  readonly serverId: string
  /** null after the one time it was shown. */
  readonly key: string | null
  /** What starts the server, as it was typed: passed on as it stands. */
  readonly command: string
}

/** Commands of servers that people have. */
export const EXAMPLES: readonly { readonly name: string; readonly command: string }[] = [
  { name: 'LiveTap', command: 'bun src/mcp/channel.ts' },
  { name: 'Filesystem', command: 'npx -y @modelcontextprotocol/server-filesystem ~/Documents' },
  { name: 'Memory', command: 'npx -y @modelcontextprotocol/server-memory' },
]

export function connectCommand({ origin, serverId, key, command }: Connection): string {
  // One line, whatever was pasted: a line break would run the rest as a command of its own.
  const given = command.replace(/\s+/g, ' ').trim()
  return [
    'npm run cli -- connect \\',
    `  --server ${serverId} \\`,
    `  --key ${key ?? KEY_PLACEHOLDER} \\`,
    `  --url ${origin} \\`,
    `  -- ${given === '' ? COMMAND_PLACEHOLDER : given}`,
  ].join('\n')
}
