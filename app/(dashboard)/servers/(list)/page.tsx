import { Plus, Server as ServerIcon } from 'lucide-react'
import type { Metadata } from 'next'
import { type ServerRow, ServersTable } from '#components/servers/servers-table.tsx'
import { needsAcceptance } from '#components/servers/tool-view.ts'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { WithheldLink } from '#components/ui/withheld-link.tsx'
import { requireMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { listPolicies } from '#lib/policies/index.ts'
import { obstacle } from '#lib/role.ts'
import { listServers, listTools } from '#lib/servers/index.ts'
import { listHoldingStops } from '#lib/stops/index.ts'

export const metadata: Metadata = { title: 'Servers' }

export default async function ServersPage() {
  const member = await requireMember()
  const [servers, stops] = await Promise.all([serverRows(member), listHoldingStops(member)])
  const add = (
    <WithheldLink href="/servers/new" variant="primary" reason={obstacle(member, 'servers.manage')}>
      <Plus aria-hidden />
      Register server
    </WithheldLink>
  )
  return (
    <Page>
      <PageHeader
        title="Servers"
        actions={
          servers.length > 0 ? (
            <>
              <LinkButton href="/inventory" className="sm:hidden">
                Inventory
              </LinkButton>
              {add}
            </>
          ) : null
        }
      />
      {servers.length === 0 ? (
        <EmptyState icon={<ServerIcon />} title="No servers yet" action={add}>
          Register an MCP server by its URL, or one that runs on your machine. Its tools are read and rated,
          and nothing is forwarded until a policy says so.
        </EmptyState>
      ) : (
        <ServersTable servers={servers} stops={stops} />
      )}
    </Page>
  )
}

function stdioAddress({ host, command }: { host: string; command: string }): string {
  return command === '' ? 'stdio, through its connector' : host === '' ? command : `${host}: ${command}`
}

async function serverRows(member: Member): Promise<ServerRow[]> {
  const [servers, policies] = await Promise.all([listServers(member), listPolicies(member)])
  return Promise.all(
    servers.map(async (server) => {
      const tools = await listTools(member, server.id)
      return {
        ...server,
        address: server.connector ? stdioAddress(server.connector) : server.url,
        severities: tools.filter((tool) => tool.state !== 'gone').map((tool) => tool.severity),
        waiting: tools.filter(needsAcceptance).length,
        policies: policies.filter((policy) => policy.servers.some(({ id }) => id === server.id)),
      }
    }),
  )
}
