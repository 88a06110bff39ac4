import { DeleteAccount } from '#components/account/delete-account.tsx'
import { ExportButton } from '#components/account/export-button.tsx'
import { Section } from '#components/ui/section.tsx'
import type { Member } from '#lib/data/model.ts'
import { whatGoesAlong } from '#lib/leaving/index.ts'
import { accountExportAction, deleteAccountAction } from './leaving-actions.ts'

/** What leaves of an account as a file, and its end. */
export async function Leaving({ member }: { member: Member }) {
  return (
    <>
      <Section
        title="Export"
        description="What is known of you, in one file of JSON lines: your account, sessions, keys and drafts, and what you did. Without what opens anything."
      >
        <ExportButton
          label="Export my account"
          address="/settings/account/export"
          ready={accountExportAction}
        />
      </Section>
      <Section title="Delete your account" description="At once, and for good.">
        <DeleteAccount
          email={member.email}
          fates={await whatGoesAlong(member)}
          remove={deleteAccountAction}
        />
      </Section>
    </>
  )
}
