// When a second approver is told, by the form in the settings. No minutes: never.
import { setEscalation } from '#lib/approvals/index.ts'
import { formPost } from '../../form-post.ts'

export async function POST(request: Request): Promise<Response> {
  return formPost(request, async (member, fields) => {
    const minutes = fields.get('minutes')?.trim() ?? ''
    const afterMinutes = /^\d{1,6}$/.test(minutes) ? Number(minutes) : Number.NaN
    await setEscalation(member, minutes === '' ? null : { afterMinutes, toId: fields.get('to') || null })
    return '/settings'
  })
}
