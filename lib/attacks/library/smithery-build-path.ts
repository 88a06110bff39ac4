import type { Attack } from '../attack.ts'

export const smitheryBuildPath: Attack = {
  slug: 'smithery-build-path',
  title: 'A build path that opens a hosting platform',
  class: 'supply-chain',
  kind: 'vulnerability',
  date: '2025-10',
  ids: [],
  summary:
    'A platform that builds and hosts servers trusted a path in the build settings. Researchers climbed out of the build, found the platform’s token for its cloud, and with it more than 3,000 hosted apps. It was reported in June 2025 and mended before publication.',
  steps: [
    'A build file names the folder to build from, with “..” in it.',
    'The build machine reads outside the project.',
    'There lies a token that is meant for deploying.',
    'The token opens the apps of all customers, with the keys they were given.',
  ],
  abuses: { tools: 'No tool: the flaw was in the hosting of servers.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Give a hosted server a key of its own, with few rights and an end. Behind the gateway the agent’s grant says nothing of that key, so it can be changed at once without touching a client.',
  },
  unseen: ['How and where somebody else runs a server, and what they do with the key you gave them.'],
  sources: [
    {
      title: 'Breaking MCP server hosting',
      publisher: 'GitGuardian',
      url: 'https://blog.gitguardian.com/breaking-mcp-server-hosting/',
      date: '2025-10',
    },
  ],
  related: ['asana-cross-tenant', 'plain-text-credentials', 'mcp-runcommand-backdoor'],
}
