import { ExportButton } from '#components/account/export-button.tsx'
import { DeleteOrganisation } from '#components/settings/delete-organisation.tsx'
import { Section } from '#components/ui/section.tsx'
import type { Member } from '#lib/data/model.ts'
import { GRACE_DAYS, getOrganisationDeletion } from '#lib/leaving/index.ts'
import { may } from '#lib/role.ts'
import {
  askOrganisationDeletionAction,
  organisationExportAction,
  takeBackOrganisationDeletionAction,
} from './leaving-actions.ts'

/** What leaves of an organisation as a file, and its end. */
export async function DangerZone({ member }: { member: Member }) {
  const deletion = await getOrganisationDeletion(member)
  return (
    <>
      <Section
        title="Export"
        description="Everything in one file of JSON lines: servers, tools, policies, grants, approvals, calls and the audit. Without secrets: tokens, headers of servers and values of arguments stay here."
      >
        {may(member, 'organisation.manage') ? (
          <ExportButton
            label="Export everything"
            address="/settings/export"
            ready={organisationExportAction}
          />
        ) : (
          <p className="text-14 text-ink-2">It takes an admin to export.</p>
        )}
      </Section>
      <Section title="Delete the organisation" description="With everything that belongs to it.">
        <DeleteOrganisation
          name={member.organisation.name}
          graceDays={GRACE_DAYS}
          deletion={deletion}
          mayChange={may(member, 'organisation.own')}
          ask={askOrganisationDeletionAction}
          takeBack={takeBackOrganisationDeletionAction}
        />
      </Section>
    </>
  )
}
