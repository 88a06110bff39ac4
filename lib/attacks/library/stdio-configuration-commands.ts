import type { Attack } from '../attack.ts'

export const stdioConfigurationCommands: Attack = {
  slug: 'stdio-configuration-commands',
  title: 'Settings that are commands',
  class: 'execution',
  kind: 'vulnerability',
  date: '2026-04-15',
  ids: [],
  summary:
    'A local server is described by a command, and whoever can write the description runs the command. Researchers found products that took it from a form, a marketplace or a prompt. The protocol’s authors call this expected; more than ten products got numbers for it. The researchers counted over 7,000 open servers and estimate far more.',
  steps: [
    'A product lets people add servers, and a local one is a command line.',
    'The form, the file or the listing is open to more people than it should be.',
    'The product starts what it was given.',
    'On a shared host that is everybody’s host.',
  ],
  abuses: { tools: 'No tool: it is about how servers are started.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'Gateway and dashboard start no programs for anybody. A local server is started by its owner with the connector, on the owner’s machine, and a connector’s key can do nothing but connect.',
  },
  unseen: ['Other products that start servers from settings.'],
  sources: [
    {
      title: 'A systemic vulnerability at the core of the MCP',
      publisher: 'OX Security',
      url: 'https://ox.security/blog/the-mother-of-all-ai-supply-chains-critical-systemic-vulnerability-at-the-core-of-the-mcp/',
      date: '2026-04-15',
    },
    {
      title: 'MCP stdio RCE by design',
      publisher: 'Kaden Projects',
      url: 'https://kaden-projects.com/blog/mcp-stdio-rce-by-design-kubernetes-defense',
      date: null,
    },
  ],
  related: ['gateway-preview-spawns', 'inspector-without-login', 'mcp-runcommand-backdoor'],
}
