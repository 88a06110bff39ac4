// How many calls wait for a person, for the navigation of every open page.
import { countWaitingApprovals } from '#lib/approvals/index.ts'
import { currentMember } from '#lib/auth/index.ts'
import { hasRole } from '#lib/role.ts'

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }

/** {waiting}; 0 for those who may not decide. */
export async function GET(): Promise<Response> {
  const member = await currentMember()
  if (!member) return new Response('{}', { status: 401, headers: HEADERS })
  const waiting = hasRole(member, 'approver') ? await countWaitingApprovals(member) : 0
  return new Response(JSON.stringify({ waiting }), { headers: HEADERS })
}
