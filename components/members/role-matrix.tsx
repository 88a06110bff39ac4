import { Check } from 'lucide-react'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { deedOf, PERMISSIONS, ROLE_WORDS, ROLES, type Role, roleMay } from '#lib/roles/index.ts'

/** Who may do what: the very table that everything is refused by. One's own column stands out. */
export function RoleMatrix({ own }: { own: Role }) {
  return (
    <Table caption="What each role may do" isStatic>
      <TableHead>
        <tr>
          <HeadCell>May</HeadCell>
          {ROLES.map((role) => (
            <HeadCell key={role} className="text-center" title={ROLE_WORDS[role].says}>
              <span className={role === own ? 'text-ink' : undefined}>
                {ROLE_WORDS[role].word}
                {role === own ? ' (you)' : null}
              </span>
            </HeadCell>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {PERMISSIONS.map((permission) => (
          <TableRow key={permission}>
            <Cell className="min-w-52 text-13">
              {deedOf(permission)}
              <span className="code block text-12 text-ink-3">{permission}</span>
            </Cell>
            {ROLES.map((role) => (
              <Cell key={role} className={role === own ? 'bg-sunken text-center' : 'text-center'}>
                {roleMay(role, permission) ? (
                  <>
                    <Check aria-hidden className="inline size-4" />
                    <span className="sr-only">Yes</span>
                  </>
                ) : (
                  <span className="text-ink-3">
                    <span aria-hidden>–</span>
                    <span className="sr-only">No</span>
                  </span>
                )}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
