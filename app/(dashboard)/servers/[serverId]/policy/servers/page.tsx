import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PolicyServers } from '#components/servers/policy-servers.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { getPolicy, listServing } from '#lib/policies/index.ts'
import { obstacle } from '#lib/role.ts'
import { getServer, listServers } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../../../../search-params.ts'
import { found } from '../../../../found.ts'
import { servePolicyAction, unservePolicyAction } from './actions.ts'

export const metadata: Metadata = { title: 'Servers of a policy' }

type PolicyServersPageProps = { params: Promise<{ serverId: string }>; searchParams: SearchParams }

/** `?policy=` which one. */
export default async function PolicyServersPage({ params, searchParams }: PolicyServersPageProps) {
  const member = await requireMember()
  const { serverId } = await params
  const query = await searchParams
  const server = await found(getServer(member, serverId))
  const policy = await found(getPolicy(member, one(query.policy) ?? ''))
  if (!policy.servers.some(({ id }) => id === serverId)) notFound()
  const [serving, servers] = await Promise.all([listServing(member, policy.id), listServers(member)])
  const why = obstacle(member, 'policies.write')
  const served = new Set(serving.map(({ id }) => id))
  return (
    <Page>
      <PageHeader
        title={`Servers of ${policy.name}`}
        breadcrumb={[
          { label: 'Servers', href: '/servers' },
          { label: server.name, href: `/servers/${server.id}` },
          { label: policy.name, href: `/servers/${server.id}/policy?policy=${policy.id}` },
        ]}
        description={`One policy may serve several servers: publishing it changes all of them at once, and grants may use it on each.${why ? ` ${why}` : ''}`}
      />
      <PolicyServers
        policyId={policy.id}
        serving={serving}
        others={servers.filter(({ id }) => !served.has(id)).map(({ id, name }) => ({ id, name }))}
        acts={why ? null : { serve: servePolicyAction, unserve: unservePolicyAction }}
      />
    </Page>
  )
}
