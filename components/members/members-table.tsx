'use client'

import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { mayGive, ROLE_WORDS, type Role } from '#lib/roles/index.ts'
import { MemberRole } from './member-role.tsx'
import type { MemberActs, MemberRow } from './member-view.ts'
import { RemoveMember } from './remove-member.tsx'

type MembersTableProps = {
  members: readonly MemberRow[]
  self: { readonly userId: string; readonly role: Role }
  /** null where this member may only look. */
  acts: MemberActs | null
}

export function MembersTable({ members, self, acts }: MembersTableProps) {
  const owners = members.filter(({ role }) => role === 'owner').length
  return (
    <Table caption="Members">
      <TableHead>
        <tr>
          <HeadCell>Member</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell className="max-sm:hidden">Joined</HeadCell>
          {acts ? (
            <HeadCell>
              <span className="sr-only">Remove</span>
            </HeadCell>
          ) : null}
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => {
          const isLastOwner = member.role === 'owner' && owners === 1
          const mayChange = acts !== null && mayGive(self.role, member.role) && !isLastOwner
          return (
            <TableRow key={member.userId}>
              <Cell className="max-w-56 truncate" title={member.email}>
                {member.email}
                {member.userId === self.userId ? <span className="text-ink-3"> (you)</span> : null}
              </Cell>
              <Cell className="whitespace-nowrap" title={ROLE_WORDS[member.role].says}>
                {mayChange ? (
                  <MemberRole member={member} giver={self.role} change={acts.changeRole} />
                ) : (
                  <>
                    {ROLE_WORDS[member.role].word}
                    {isLastOwner && acts ? (
                      <span className="block text-12 text-ink-3">The only one, so it stays</span>
                    ) : null}
                  </>
                )}
              </Cell>
              <Cell className="whitespace-nowrap text-13 text-ink-2 max-sm:hidden">
                <RelativeTime at={member.joinedAt} />
              </Cell>
              {acts ? (
                <Cell className="text-right">
                  {mayChange && member.userId !== self.userId ? (
                    <RemoveMember member={member} remove={acts.remove} />
                  ) : null}
                </Cell>
              ) : null}
            </TableRow>
          )
        })}
      </TableBody>
    </Table>
  )
}
