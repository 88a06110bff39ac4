// The organisations of one person: those there are, and a new one.
import { countOwned, foundOrganisation, listMemberships, type Membership } from '#lib/data/memberships.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { checkOrganisationName } from './name.ts'

export type { Membership } from '#lib/data/memberships.ts'

const MOST_OWNED = 20

/** All that the person is in, by name; for a person, not for a key. */
export async function listOrganisations({ userId }: Member): Promise<Membership[]> {
  return listMemberships(userId)
}

/**
 * Why the person may not found an organisation, as a sentence; null where they may. Where sign-up is not open, whoever
 * was only invited founds none: as its owner they would have what the installation gives to those who run it, such as
 * servers in its own network.
 */
export async function obstacleToFounding({ userId, via }: Member): Promise<string | null> {
  if (via !== 'user') return 'An API key founds no organisation. Sign in to found one.'
  const owned = await countOwned(userId)
  if (owned >= MOST_OWNED) return `You own ${MOST_OWNED} organisations, the most that one person may own.`
  if (env().signUp !== 'open' && owned === 0)
    return 'Here only those who own an organisation may found another one. Ask whoever runs this Portcullis.'
  return null
}

/** Founds an organisation that the person owns. @throws Fault forbidden, invalid-input */
export async function createOrganisation(member: Member, name: string): Promise<Member> {
  const obstacle = await obstacleToFounding(member)
  if (obstacle !== null) throw new Fault('forbidden', obstacle, { data: { required: 'organisation.own' } })
  return foundOrganisation(member, checkOrganisationName(name))
}
