import type { Attack } from '../attack.ts'

export const gatewayErrorPath: Attack = {
  slug: 'gateway-error-path',
  title: 'A gateway that lets in whom it cannot read',
  class: 'access-control',
  kind: 'incident',
  date: '2026-05-08',
  ids: ['CVE-2026-42208', 'CVE-2026-59822', 'CVE-2026-53709'],
  summary:
    'A popular gateway put the caller’s key into a database statement on the road that handles failures, which was exploited. Later it turned out that a failed check fell back to an empty identity. Another product shipped a default secret with which anybody could write an administrator’s token.',
  steps: [
    'The attacker sends a key that makes the check fail in an unusual way.',
    'The road for errors was written with less care than the main road.',
    'The key becomes part of a statement, or the failure becomes “nobody in particular”.',
    'The gateway’s stored credentials for all servers are in reach.',
  ],
  abuses: { tools: 'All tools behind the gateway in question.', traits: [] },
  defence: {
    coverage: 'outside',
    instead:
      'A policy cannot help a gateway that never asks it. Ours looks tokens up by their digest, answers every failure with a refusal, refuses to start with a weak secret, and has a test that makes each waiting step of the road fail and counts the calls let through: none.',
  },
  unseen: ['Other gateways in front of the same servers.'],
  sources: [
    {
      title: 'GHSA-r75f-5x8p-qvmc',
      publisher: 'LiteLLM',
      url: 'https://github.com/BerriAI/litellm/security/advisories/GHSA-r75f-5x8p-qvmc',
      date: '2026-05',
    },
    {
      title: 'GHSA-7488-6r32-c95q',
      publisher: 'LiteLLM',
      url: 'https://github.com/BerriAI/litellm/security/advisories/GHSA-7488-6r32-c95q',
      date: '2026-07-08',
    },
    {
      title: 'CVE-2026-53709',
      publisher: 'CVE Program',
      url: 'https://www.cve.org/CVERecord?id=CVE-2026-53709',
      date: '2026-10-13',
    },
  ],
  related: ['gateway-preview-spawns', 'second-protocol-path', 'nginx-ui-open-endpoint'],
}
