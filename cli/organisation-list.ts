// `organisation list`: the organisations of this installation, for its operator: the other commands take their ids.
import { disconnect } from '#lib/data/client.ts'
import { listAllOrganisations } from '#lib/data/memberships.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'

export async function listAll(args: string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS['organisation list'])
  try {
    for (const { id, name, members, owners } of await listAllOrganisations())
      console.log(
        values.json
          ? JSON.stringify({ id, name, members, owners })
          : `${id}  ${name}  ${members} ${members === 1 ? 'member' : 'members'}, owned by ${owners.join(', ')}`,
      )
    return 0
  } finally {
    await disconnect()
  }
}
