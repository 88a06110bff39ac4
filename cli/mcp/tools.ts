// What an agent may ask of Portcullis: one entry a tool, with the one operation of the API behind it. Of each answer only
// what is named here is passed on.
import { z } from 'zod'
import type { Ask } from '../api.ts'
import { listOf, only, query } from './answers.ts'

type Tool = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: z.ZodObject
  /** True for the one that leaves something behind. */
  readonly writes: boolean
  readonly run: (ask: Ask, input: unknown) => Promise<unknown>
}

const id = (what: string) => z.string().max(100).describe(what)
const policyId = id('Id of a policy, from list_policies')
const document = z
  .string()
  .max(1_048_576)
  .describe('The whole policy document as text: JSON, JSON with comments, or YAML')
const slug = (what: string) => z.string().max(200).describe(what)

const LISTED = ['slug', 'name', 'title', 'description', 'tools', 'counts', 'risk']
const CALL = [
  ...[
    'id',
    'at',
    'serverName',
    'grantLabel',
    'tool',
    'decision',
    'rule',
    'reason',
    'message',
    'argumentNames',
  ],
  ...['policyId', 'policyVersion', 'repeats'],
]

export const TOOLS: readonly Tool[] = [
  tool(
    'search_catalogue',
    'Search the catalogue',
    'Finds MCP servers of the public catalogue by name or words, with how many tools of each risk they have.',
    z.object({
      query: z.string().max(200).optional().describe('Names or words; all servers without it'),
      risk: z
        .enum(['Low', 'Medium', 'High', 'Critical'])
        .optional()
        .describe('The worst severity among its tools'),
    }),
    (ask, { query: q, risk }) => listOf(ask, `/catalogue/servers${query({ q, risk })}`, LISTED),
  ),
  tool(
    'get_catalogue_tool',
    'Look a tool up',
    'Tells what a tool of the catalogue can do, how risky it is, and which words of its definition say so.',
    z.object({ server: slug('Slug of the server'), tool: slug('Slug of the tool') }),
    async (ask, { server, tool }) =>
      only(
        await ask(
          'GET',
          `/catalogue/servers/${encodeURIComponent(server)}/tools/${encodeURIComponent(tool)}`,
        ),
        [
          ...[
            'name',
            'description',
            'category',
            'severity',
            'confidence',
            'evidence',
            'signals',
            'rationale',
          ],
        ],
      ),
  ),
  tool(
    'list_servers',
    'List servers',
    'Lists the MCP servers that are registered here.',
    z.object({}),
    (ask) => listOf(ask, '/servers', ['id', 'slug', 'name', 'status', 'statusMessage', 'tools']),
  ),
  tool(
    'list_server_tools',
    'List the tools of a server',
    'Lists the tools of a registered server with category, severity, and whether a person accepted their definition.',
    z.object({ serverId: id('Id of a server, from list_servers') }),
    (ask, { serverId }) =>
      listOf(ask, `/servers/${encodeURIComponent(serverId)}/tools`, [
        'name',
        'category',
        'severity',
        'state',
      ]),
  ),
  tool(
    'list_policies',
    'List policies',
    'Lists policies, of one server or of all.',
    z.object({ serverId: id('Id of a server').optional() }),
    (ask, { serverId }) =>
      listOf(ask, `/policies${query({ serverId })}`, [
        'id',
        'serverId',
        'name',
        'version',
        'grants',
        'updatedAt',
      ]),
  ),
  tool(
    'get_policy',
    'Read a policy',
    'Reads the document that is in force, as it was written.',
    z.object({ policyId }),
    async (ask, { policyId }) =>
      only(await ask('GET', `/policies/${encodeURIComponent(policyId)}`), [
        ...['id', 'serverId', 'name', 'version', 'source', 'format'],
      ]),
  ),
  tool(
    'list_denials',
    'List denials',
    'Lists calls that were refused, newest first, with the rule and the reason. Values of arguments are not shown.',
    z.object({
      serverId: id('Of one server').optional(),
      grantId: id('Of one agent').optional(),
      tool: z.string().max(512).optional().describe('Of one tool'),
      since: z.iso.datetime().optional().describe('An instant in UTC'),
      cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
    }),
    (ask, { since: from, ...filter }) =>
      listOf(ask, `/calls${query({ ...filter, from, decision: 'deny' })}`, CALL),
  ),
  tool(
    'explain_call',
    'Explain a decision',
    'Explains why a recorded call was allowed, refused or held, by which rule, and what would change that.',
    z.object({ callId: id('Id of a call, from list_denials') }),
    async (ask, { callId }) =>
      only(await ask('GET', `/calls/${encodeURIComponent(callId)}`), [...CALL, 'explanation']),
  ),
  tool(
    'validate_policy',
    'Check a policy document',
    'Says everything that is wrong with a document, against the tools of a server where one is named.',
    z.object({ document, serverId: id('Id of a server').optional() }),
    async (ask, body) => only(await ask('POST', '/policies/validate', body), ['ok', 'errors', 'warnings']),
  ),
  tool(
    'simulate_policy',
    'Try a policy on recorded calls',
    'Runs a document over the calls on record: how many would have come out otherwise, and which.',
    z.object({
      policyId,
      document,
      since: z.iso.datetime().optional().describe('An instant in UTC; the last 24 hours without it'),
    }),
    async (ask, body) =>
      only(await ask('POST', '/policies/simulate', body), ['total', 'changed', 'unknown', 'isCut', 'items']),
  ),
  {
    ...tool(
      'propose_policy',
      'Propose a policy change',
      'Proposes a document as the next version of a policy. It is a draft: a person looks at it under reviewUrl and publishes or dismisses it.',
      z.object({
        policyId,
        document,
        reason: z.string().min(1).max(500).describe('Why, for the person who decides'),
      }),
      async (ask, body) =>
        only(await ask('POST', '/proposals', body), ['id', 'state', 'reviewUrl', 'baseVersion', 'changes']),
    ),
    writes: true,
  },
  tool(
    'list_proposals',
    'List proposals',
    'Lists proposed changes and what became of them.',
    z.object({ state: z.enum(['open', 'published', 'dismissed']).optional() }),
    (ask, { state }) =>
      listOf(ask, `/proposals${query({ state })}`, [
        ...[
          'id',
          'state',
          'policyId',
          'policyName',
          'reason',
          'createdAt',
          'decidedBy',
          'version',
          'reviewUrl',
        ],
      ]),
  ),
]

function tool<Input extends z.ZodObject>(
  name: string,
  title: string,
  description: string,
  input: Input,
  run: (ask: Ask, input: z.output<Input>) => Promise<unknown>,
): Tool {
  return { name, title, description, input, writes: false, run: (ask, given) => run(ask, input.parse(given)) }
}
