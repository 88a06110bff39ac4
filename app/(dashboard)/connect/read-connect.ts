import type { TryTool } from '#components/connect/try-call.tsx'
import type { DoctorStart } from '#components/connect/use-doctor.ts'
import { listCalls } from '#lib/calls/index.ts'
import type { Member } from '#lib/data/model.ts'
import { feedPosition, listAttempts } from '#lib/feed/index.ts'
import { exampleArguments } from '#lib/guide/index.ts'
import { serializeJson } from '#lib/json/index.ts'
import { listTools } from '#lib/servers/index.ts'

const MOST_TOOLS = 200

/** What the live doctor begins with; the feed goes on from there. */
export async function doctorStart(member: Member, grantId: string): Promise<DoctorStart> {
  // Before the rest is read: what is written meanwhile is told live.
  const position = await feedPosition(member)
  const [attempts, calls] = await Promise.all([
    listAttempts(member, Date.now()),
    listCalls(member, { grantId }),
  ])
  return {
    attempts,
    calls: calls.items.map(({ at, tool, decision }) => ({ at: at.toISOString(), tool, decision })),
    position,
  }
}

/** The tools of a server to try a call with, those that only read first. */
export async function tryTools(member: Member, serverId: string): Promise<TryTool[]> {
  const tools = (await listTools(member, serverId)).filter((tool) => tool.state !== 'gone')
  const readsFirst = tools.toSorted((a, b) => Number(b.category === 'Read') - Number(a.category === 'Read'))
  return readsFirst.slice(0, MOST_TOOLS).map(({ name, inputSchema }) => ({
    name,
    example: indented(serializeJson(exampleArguments(inputSchema, 'least').arguments)),
  }))
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2)
}
