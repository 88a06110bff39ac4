import { UsageStrip } from '#components/usage/usage-strip.tsx'
import type { Member } from '#lib/data/model.ts'
import { usageOf } from '#lib/usage/index.ts'

type WeekStripProps = { member: Member; of: { readonly server: string } | { readonly grant: string } }

/** The last seven days of one server or grant. Stands in a Suspense of its own: the page does not wait for it. */
export async function WeekStrip({ member, of }: WeekStripProps) {
  const filter = 'server' in of ? { serverId: of.server } : { grantId: of.grant }
  const { total, latency, steps } = await usageOf(member, '7d', filter)
  return <UsageStrip total={total} latency={latency} steps={steps} of={of} />
}
