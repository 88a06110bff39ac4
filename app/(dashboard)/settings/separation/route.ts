// The switch that keeps requester and approver apart, by the form in the settings.
import { setSeparation } from '#lib/approvals/index.ts'
import { formPost } from '../../form-post.ts'

export async function POST(request: Request): Promise<Response> {
  return formPost(request, async (member, fields) => {
    await setSeparation(member, fields.get('separated') === 'on')
    return '/settings'
  })
}
