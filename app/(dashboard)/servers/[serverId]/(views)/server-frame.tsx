import Link from 'next/link'
import type { ReactNode } from 'react'
import { ConnectorLive } from '#components/servers/connector/connector-live.tsx'
import { RefreshServer } from '#components/servers/refresh-server.tsx'
import { ServerStatus } from '#components/servers/server-status.tsx'
import { Page } from '#components/shell/page.tsx'
import { stopOn } from '#components/stops/stop-view.ts'
import { StoppedBadge } from '#components/stops/stopped-badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { NavTabs } from '#components/ui/nav-tabs.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Withheld } from '#components/ui/withheld.tsx'
import type { Member, Server } from '#lib/data/model.ts'
import { obstacle } from '#lib/role.ts'
import { listHoldingStops } from '#lib/stops/index.ts'
import { StopButton } from '../../../stop-button.tsx'
import { refreshServerAction } from './actions.ts'
import { SignInNotice } from './sign-in-notice.tsx'

type ServerFrameProps = { member: Member; server: Server; children: ReactNode }

/** What stands above every view of one server. */
export async function ServerFrame({ member, server, children }: ServerFrameProps) {
  const base = `/servers/${server.id}`
  const stops = await listHoldingStops(member)
  const stop = stopOn(stops, server.id)
  const why = obstacle(member, 'servers.manage')
  return (
    <Page>
      <PageHeader
        title={server.name}
        breadcrumb={[{ label: 'Servers', href: '/servers' }]}
        meta={
          <>
            <ServerStatus status={server.status} message={server.statusMessage} />
            {stop ? <StoppedBadge stop={stop} /> : null}
          </>
        }
        description={
          server.connector ? (
            <ConnectorLive
              serverId={server.id}
              connector={server.connector}
              tools={server.tools}
              key={server.id}
            />
          ) : (
            <span className="code block truncate text-13 text-ink-3" title={server.url}>
              {server.url}
            </span>
          )
        }
        actions={
          <>
            <StopButton member={member} scope="server" id={server.id} name={server.name} stops={stops} />
            {why ? (
              <Withheld reason={why}>Refresh tools</Withheld>
            ) : (
              <RefreshServer serverId={server.id} refresh={refreshServerAction} />
            )}
            <LinkButton href={`${base}/policy`} variant="primary">
              Open policy editor
            </LinkButton>
          </>
        }
      />
      <SignInNotice member={member} server={server} />
      {server.connector && server.connector.state !== 'connected' ? (
        <Notice className="mb-4" title="Its connector is not connected: calls are refused">
          Start it where the server runs. The command, and a new key for it, stand in the{' '}
          <Link href={`${base}/settings`} className="underline">
            settings
          </Link>
          .
        </Notice>
      ) : server.status === 'ready' || server.statusMessage === '' ? null : (
        <Problem
          className="mb-4"
          title={
            server.signIn && server.status === 'unauthorised'
              ? 'It has to be connected again: calls fail'
              : 'Its tools could not be read the last time'
          }
        >
          {server.statusMessage}{' '}
          {server.status === 'unauthorised' ? (
            <>
              An admin connects it under{' '}
              <Link href={`${base}/account`} className="underline">
                Account
              </Link>
              .{' '}
            </>
          ) : null}
          {server.checkedAt ? (
            <>
              That was <RelativeTime at={server.checkedAt} />.{' '}
            </>
          ) : null}
          {server.readAt ? (
            <>
              The tools below are those of the last good reading, <RelativeTime at={server.readAt} />; it is
              tried again by itself.
            </>
          ) : (
            'Nothing was read from this address yet; it is tried again by itself.'
          )}
        </Problem>
      )}
      <NavTabs
        label="Server"
        tabs={[
          { href: base, label: 'Tools', count: server.tools },
          { href: `${base}/policy`, label: 'Policy' },
          { href: `${base}/grants`, label: 'Grants' },
          { href: `${base}/calls`, label: 'Calls' },
          ...(server.connector ? [] : [{ href: `${base}/account`, label: 'Account' }]),
          { href: `${base}/settings`, label: 'Settings' },
        ]}
      />
      <div className="pt-5">{children}</div>
    </Page>
  )
}
