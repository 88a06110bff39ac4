// `organisation quota`: how much one organisation has and may have, and other numbers for it than the installation's.
import { BOUNDS, isResource, MOST_OF_ANYTHING, RESOURCES, type Resource } from '#lib/bounds/index.ts'
import { disconnect } from '#lib/data/client.ts'
import { hasOrganisation } from '#lib/data/memberships.ts'
import { listQuotas, setQuota } from '#lib/data/quotas.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

export async function setQuotas(args: string[]): Promise<number> {
  const [id, ...wanted] = readArguments(args, OPTIONS['organisation quota'], true).positionals
  if (id === undefined) throw new UsageError('organisation quota needs the id of an organisation.')
  const changes = wanted.map(read)
  try {
    if (!(await hasOrganisation(id))) {
      console.error('There is no such organisation. `organisation list` names those there are.')
      return 1
    }
    for (const { resource, most } of changes) await setQuota(id, resource, most)
    for (const { resource, used, most, isOwn } of await listQuotas({ id }))
      console.log(`${resource}: ${used} of ${most} ${BOUNDS[resource].what}${isOwn ? ', set for it' : ''}`)
    return 0
  } finally {
    await disconnect()
  }
}

/** @throws UsageError */
function read(text: string): { readonly resource: Resource; readonly most: number | null } {
  const [resource = '', number = ''] = text.split('=')
  const isNumber = /^\d{1,10}$/.test(number) && Number(number) <= MOST_OF_ANYTHING
  if (!isResource(resource) || !(isNumber || number === 'default'))
    throw new UsageError(`“${text}” is no bound: write RESOURCE=NUMBER, of ${RESOURCES.join(', ')}.`)
  return { resource, most: isNumber ? Number(number) : null }
}
