import type { Metadata } from 'next'
import { ApiKeys } from '#components/settings/api-keys.tsx'
import { CallRetention } from '#components/settings/call-retention.tsx'
import { EscalationForm } from '#components/settings/escalation.tsx'
import { OrganisationName } from '#components/settings/organisation-name.tsx'
import { Quotas } from '#components/settings/quotas.tsx'
import { Separation } from '#components/settings/separation.tsx'
import { Page } from '#components/shell/page.tsx'
import { StopHistory } from '#components/stops/stop-history.tsx'
import { StopSwitch } from '#components/stops/stop-switch.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { listApiKeys } from '#lib/accounts/index.ts'
import { getEscalation, isSeparationOn } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { MAX_RETENTION_DAYS, type Retention } from '#lib/data/retention.ts'
import { env } from '#lib/env.ts'
import { getRetention, listMembers, listQuotas } from '#lib/organisation/index.ts'
import { may } from '#lib/role.ts'
import { ROLE_WORDS, roleMay } from '#lib/roles/index.ts'
import { listStops, mayLift } from '#lib/stops/index.ts'
import { liftStopAction, setStopAction } from '../stop-actions.ts'
import {
  changeRetentionAction,
  createApiKeyAction,
  renameOrganisationAction,
  revokeApiKeyAction,
} from './actions.ts'
import { DangerZone } from './danger-zone.tsx'
import { Notifications } from './notifications.tsx'

export const metadata: Metadata = { title: 'Settings' }

const SIGN_UP = {
  open: 'Everyone who reaches this installation can sign up.',
  first: 'Closed once the first account exists.',
  invite: 'By invitation: members invite people. Other accounts are made at the command line.',
}

export default async function SettingsPage() {
  const member = await requireMember()
  const admin = may(member, 'organisation.manage')
  const [members, keys, retention, isSeparated, stops, escalation, quotas] = await Promise.all([
    listMembers(member),
    listApiKeys(member),
    getRetention(member),
    isSeparationOn(member),
    listStops(member),
    getEscalation(member),
    listQuotas(member),
  ])
  const { signUp, allowPrivateUpstreams, appUrl } = env()
  return (
    <Page>
      <PageHeader title="Settings" />
      <Section
        title="Organisation"
        description="Everything here belongs to it: servers, policies, grants and calls."
      >
        {admin ? (
          <OrganisationName name={member.organisation.name} rename={renameOrganisationAction} />
        ) : (
          <p>{member.organisation.name}</p>
        )}
      </Section>
      <Section
        title="Emergency stop"
        description="Refuses every call of every grant at once, until it is lifted or its time has come. One grant or one server is stopped on its own page."
      >
        <div className="flex flex-col gap-5">
          <StopSwitch
            scope="organisation"
            name={member.organisation.name}
            stop={
              stops.items.find(({ scope, state }) => scope === 'organisation' && state === 'holding') ?? null
            }
            maySet={may(member, 'stops.set')}
            mayLift={mayLift(member, 'organisation')}
            set={setStopAction}
            lift={liftStopAction}
          />
          <StopHistory stops={stops.items} />
        </div>
      </Section>
      <Section
        title="Record of calls"
        description="Each call with its decision, its rule and its outcome. Older ones are deleted."
      >
        {admin ? (
          <CallRetention
            key={retention.days}
            days={retention.days}
            maxDays={MAX_RETENTION_DAYS}
            change={changeRetentionAction}
          />
        ) : (
          <p>Calls are kept for {retention.days} days.</p>
        )}
        <Kept {...retention} />
      </Section>
      <Section title="Members" description="Who is in the organisation, and what each of them may do.">
        <div className="flex flex-wrap items-center gap-4">
          <LinkButton href="/settings/members">
            {may(member, 'members.manage') ? 'Manage members' : 'See members'}
          </LinkButton>
          <p className="text-14 text-ink-2">
            {members.length === 1 ? 'You alone' : `${members.length} people`}. You are{' '}
            {ROLE_WORDS[member.role].one}.
          </p>
        </div>
      </Section>
      <Section title="Approvals" description="Who may decide about calls that wait for a person.">
        <div className="flex flex-col gap-6">
          <Separation isOn={isSeparated} mayChange={admin} />
          <EscalationForm
            current={escalation}
            approvers={members.filter(({ role }) => roleMay(role, 'approvals.decide'))}
            mayChange={admin}
          />
        </div>
      </Section>
      <Section
        title="API keys"
        description={
          <>
            For the management API at <span className="code text-12">{appUrl}/api/v1</span>. A key acts as the
            person who made it, and may what it was given of what that person may.{' '}
            <a href="/api/v1/openapi.json" className="link">
              OpenAPI document
            </a>
          </>
        }
      >
        <ApiKeys
          keys={keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && isToCome(expiresAt))}
          role={member.role}
          create={createApiKeyAction}
          revoke={revokeApiKeyAction}
        />
      </Section>
      <Section title="Audit" description="Who changed what, sealed so that nobody can alter it unseen.">
        {admin ? (
          <LinkButton href="/settings/audit">Open the audit</LinkButton>
        ) : (
          <p className="text-14 text-ink-2">It takes an admin to read it.</p>
        )}
      </Section>
      <Notifications member={member} addresses={members.map(({ email }) => email)} />
      <Section
        title="Bounds"
        description="How much there is and may be, so that no organisation takes the installation from the others. Whoever runs it sets them."
      >
        <Quotas quotas={quotas} />
      </Section>
      <Section
        title="Installation"
        description="Set by environment variables, the same for all organisations on it."
      >
        <dl className="divide-y divide-line rounded-md border border-line">
          <Setting name="Sign-up" variable="SIGN_UP" value={signUp}>
            {SIGN_UP[signUp]}
          </Setting>
          <Setting
            name="Private addresses"
            variable="ALLOW_PRIVATE_UPSTREAMS"
            value={String(allowPrivateUpstreams)}
          >
            {allowPrivateUpstreams
              ? 'Servers in this machine’s own network can be registered. Link-local and metadata addresses are refused even so.'
              : 'Only servers with a public address can be registered.'}
          </Setting>
        </dl>
      </Section>
      <DangerZone member={member} />
    </Page>
  )
}

function isToCome(instant: Date | null): boolean {
  return instant === null || instant.getTime() > Date.now()
}

function Kept({ keptSince, purgedAt }: Retention) {
  const day = keptSince.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
  return (
    <p className="mt-3 text-13 text-ink-3">
      Calls older than <time dateTime={keptSince.toISOString()}>{day}</time> are not kept.{' '}
      {purgedAt ? (
        <>
          Last cleared <RelativeTime at={purgedAt} />.
        </>
      ) : (
        'Nothing has been cleared yet.'
      )}
    </p>
  )
}

type SettingProps = { name: string; variable: string; value: string; children: string }

function Setting({ name, variable, value, children }: SettingProps) {
  return (
    <div className="px-4 py-3">
      <dt className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{name}</span>
        <span className="code text-12 text-ink-3">
          {variable}={value}
        </span>
      </dt>
      <dd className="mt-0.5 text-13 text-ink-2">{children}</dd>
    </div>
  )
}
