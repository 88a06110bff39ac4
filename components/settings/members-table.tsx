import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'

type MemberRow = {
  readonly userId: string
  readonly email: string
  readonly role: string
  readonly joinedAt: Date
}

const ROLES: Record<string, { word: string; says: string }> = {
  owner: { word: 'Owner', says: 'Everything' },
  admin: { word: 'Admin', says: 'Servers, grants, settings' },
  policy_manager: { word: 'Policy manager', says: 'Writes policies, sees no secrets' },
  approver: { word: 'Approver', says: 'Decides on waiting calls' },
  viewer: { word: 'Viewer', says: 'Reads' },
}

export function MembersTable({ members, self }: { members: readonly MemberRow[]; self: string }) {
  return (
    <Table caption="Members">
      <TableHead>
        <tr>
          <HeadCell>Member</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell className="max-sm:hidden">Joined</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow key={member.userId}>
            <Cell className="max-w-56 truncate" title={member.email}>
              {member.email}
              {member.userId === self ? <span className="text-ink-3"> (you)</span> : null}
            </Cell>
            <Cell title={ROLES[member.role]?.says}>{ROLES[member.role]?.word ?? member.role}</Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-sm:hidden">
              <RelativeTime at={member.joinedAt} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
