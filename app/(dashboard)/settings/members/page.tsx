import type { Metadata } from 'next'
import { InvitationList } from '#components/members/invitation-list.tsx'
import { InviteForm } from '#components/members/invite-form.tsx'
import { LeaveOrganisation } from '#components/members/leave-organisation.tsx'
import { grantsText } from '#components/members/member-view.ts'
import { MembersTable } from '#components/members/members-table.tsx'
import { RoleMatrix } from '#components/members/role-matrix.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { listInvitations } from '#lib/invitations/index.ts'
import { mailMode } from '#lib/mail/index.ts'
import { countMadeGrants, listMembers, listOrganisations } from '#lib/organisation/index.ts'
import { may, obstacle } from '#lib/role.ts'
import {
  changeRoleAction,
  inviteMemberAction,
  leaveOrganisationAction,
  removeMemberAction,
  resendInvitationAction,
  revokeInvitationAction,
} from './actions.ts'

export const metadata: Metadata = { title: 'Members' }

const BY_MAIL = {
  smtp: 'A link is mailed to the address.',
  mailbox: 'A link is mailed to the address. This installation keeps its mail: it is read at /mailbox.',
  none: 'This installation sends no mail: you get the link, and hand it over yourself.',
} as const

export default async function MembersPage() {
  const member = await requireMember()
  const { organisation, role, userId } = member
  const mayManage = may(member, 'members.manage')
  const [people, grants, organisations, invitations] = await Promise.all([
    listMembers(member),
    countMadeGrants(member),
    listOrganisations(member),
    mayManage ? listInvitations(member) : [],
  ])
  const members = people.map((person) => ({ ...person, liveGrants: grants.get(person.userId) ?? 0 }))
  const isLastOwner = role === 'owner' && members.filter((each) => each.role === 'owner').length === 1
  return (
    <Page>
      <PageHeader
        title="Members"
        breadcrumb={[{ label: 'Settings', href: '/settings' }]}
        description={`Who is in ${organisation.name}, and as what.`}
      />
      <Section
        title="People"
        description={
          mayManage
            ? 'A new role and a removal count from the next request on.'
            : obstacle(member, 'members.manage')
        }
      >
        <MembersTable
          members={members}
          self={{ userId, role }}
          acts={mayManage ? { changeRole: changeRoleAction, remove: removeMemberAction } : null}
        />
      </Section>
      <Section
        title="Invitations"
        description={`${BY_MAIL[mailMode()]} It works once, for that address alone, and for seven days.`}
      >
        {mayManage ? (
          <div className="flex flex-col gap-6">
            <InviteForm giver={role} invite={inviteMemberAction} />
            <InvitationList
              invitations={invitations}
              acts={{ resend: resendInvitationAction, revoke: revokeInvitationAction }}
            />
          </div>
        ) : (
          <p className="text-14 text-ink-2">{obstacle(member, 'members.manage')}</p>
        )}
      </Section>
      <Section
        title="What each role may do"
        description="Who writes rules need not see secrets, and who approves need not write rules. An API key has what its person has, or less."
      >
        <RoleMatrix own={role} />
      </Section>
      <Section title="Leave" description="What you made here stays with the organisation.">
        <LeaveOrganisation
          name={organisation.name}
          obstacle={
            isLastOwner
              ? 'You are its only owner. Make somebody else an owner first, then you can leave.'
              : null
          }
          isOnlyOne={organisations.length === 1}
          grants={grantsText(grants.get(userId) ?? 0)}
          leave={leaveOrganisationAction}
        />
      </Section>
    </Page>
  )
}
