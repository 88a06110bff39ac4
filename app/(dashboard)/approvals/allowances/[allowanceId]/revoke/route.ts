// A person takes an allowance back, by the form in the inbox.
import { revokeAllowance } from '#lib/approvals/index.ts'
import { formPost } from '../../../../form-post.ts'

type Context = { params: Promise<{ allowanceId: string }> }

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { allowanceId } = await params
  return formPost(request, async (member) => {
    await revokeAllowance(member, allowanceId)
    return '/approvals?show=allowances'
  })
}
