import type { Attack } from '../attack.ts'

export const ansiEscapeDeception: Attack = {
  slug: 'ansi-escape-deception',
  title: 'Text that the terminal does not show',
  class: 'tool-definitions',
  kind: 'demonstration',
  date: '2025-04-29',
  ids: [],
  summary:
    'Escape codes and invisible characters make a definition look shorter on the screen than it is for the model. The person approves what is drawn; the agent reads what is written.',
  steps: [
    'A description holds escape codes that move the cursor, erase lines or paint letters in the colour of the background.',
    'A command-line client prints it as it came.',
    'The terminal carries the codes out, and the dangerous lines vanish.',
    'The model gets every character, and follows them.',
  ],
  abuses: {
    tools:
      'Tools whose definition holds escape sequences, invisible characters or letters that only look alike.',
    traits: [['hides-text']],
    seek: [{ q: 'terminal' }],
  },
  defence: {
    coverage: 'stops',
    does: 'The review of a definition draws each hidden character as a visible mark. What you do not accept stays hidden, and a hidden tool is neither listed nor callable.',
    document: { version: '1', default: 'deny', hide: ['deploy_preview'], tools: { deploy_status: {} } },
    attack: {
      title: 'A call of the tool with the painted-over description',
      calls: { tool: 'deploy_preview', arguments: { branch: 'main' } },
      verdict: { effect: 'deny', rule: '(hidden)' },
    },
    benign: {
      title: 'A tool whose description hides nothing',
      calls: { tool: 'deploy_status', arguments: { branch: 'main' } },
      verdict: { effect: 'allow', rule: '' },
    },
  },
  unseen: ['Escape codes in the results of an allowed tool: they reach the client as the server sent them.'],
  sources: [
    {
      title: 'Deceiving users with ANSI terminal codes in MCP',
      publisher: 'Trail of Bits',
      url: 'https://blog.trailofbits.com/2025/04/29/deceiving-users-with-ansi-terminal-codes-in-mcp/',
      date: '2025-04-29',
    },
  ],
  related: ['line-jumping', 'tool-poisoning', 'approval-fatigue'],
}
