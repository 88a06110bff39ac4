// The people of a gateway's tenants, who decide through the product's own functions on the same database.
import { randomBytes } from 'node:crypto'
import { seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { disconnect } from '#lib/data/client.ts'
import type { Member, Role } from '#lib/data/model.ts'
import { memberFrom } from '#lib/data/organisation.ts'
import { parseEnv } from '#lib/env.ts'
import { newUserId } from '#lib/id.ts'
import type { Config } from '../config.ts'
import { type Harness, startHarness } from './harness.ts'

/** A harness whose database and key the product's functions use, too. One in a process. */
export async function startPeopled(overrides: Partial<Config> = {}): Promise<Harness> {
  const variables = {
    DATABASE_URL: 'postgresql://localhost/none',
    APP_URL: 'http://gateway.test',
    SECRET_KEY: randomBytes(48).toString('base64'),
    SIGN_UP: 'open',
    ALLOW_PRIVATE_UPSTREAMS: 'true',
    LOG_LEVEL: 'silent',
  }
  const harness = await startHarness({ ...overrides, secretKey: parseEnv(variables).secretKey })
  Object.assign(process.env, variables, { DATABASE_URL: harness.databaseUrl })
  return {
    ...harness,
    get deps() {
      return harness.deps
    },
    close: async () => {
      await disconnect()
      await harness.close()
    },
  }
}

/** One more person of a tenant. */
export async function person(gate: Harness, tenant: Tenant, role: Role): Promise<Member> {
  const user = { id: newUserId(), email: `${role}-${randomBytes(4).toString('hex')}@example.test` }
  await gate.pool.query('INSERT INTO "user" (id, email) VALUES ($1, $2)', [user.id, user.email])
  await gate.pool.query('INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, $3)', [
    tenant.organisationId,
    user.id,
    role,
  ])
  return memberFrom({ role, organisation: { id: tenant.organisationId, name: 'Test' }, user }, 'user')
}

/** The member who made the tenant's grant. */
export function makerOf({ organisationId, userId, email }: Tenant): Member {
  const organisation = { id: organisationId, name: 'Test' }
  return memberFrom({ role: 'owner', organisation, user: { id: userId, email } }, 'user')
}

/** The tenant with another grant of the same server and policy. */
export async function otherGrant(gate: Harness, tenant: Tenant): Promise<Tenant> {
  return { ...tenant, ...(await seedGrant(gate.pool, tenant)) }
}
