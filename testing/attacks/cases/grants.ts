// D. Grants and identity: an id or a token alone is never enough. What these change before the attack is
// SQL, as another process of the product would have written it.
import { newId, newOrganisationId } from '#lib/id.ts'
import { newToken } from '#lib/token.ts'
import type { Stranger } from '../world.ts'

export type GrantAttack = {
  readonly id: string
  readonly title: string
  /** Run before the attack, with the grant's id as `$1`. */
  readonly change?: string
  /** In place of the grant's own; `stranger` is another organisation. */
  readonly token?: (stranger: Stranger, own: { organisationId: string; token: string }) => string
  readonly serverId?: (stranger: Stranger, own: { organisationId: string }) => string
  readonly status: 401 | 404 | 503
}

const flipped = (text: string) => text.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))

export const GRANTS: readonly GrantAttack[] = [
  {
    id: 'D1',
    title: 'a server of another organisation',
    serverId: (stranger) => stranger.serverId,
    status: 404,
  },
  {
    id: 'D1',
    title: 'a server that does not exist, of this organisation',
    serverId: (_, own) => newId('srv', own.organisationId),
    status: 404,
  },
  {
    id: 'D1',
    title: 'a server that does not exist, of one that does not either',
    serverId: () => newId('srv', newOrganisationId()),
    status: 404,
  },
  {
    id: 'D1',
    title: 'a server that the grant no longer has',
    change: 'DELETE FROM grant_server WHERE grant_id = $1',
    status: 404,
  },
  { id: 'D1', title: 'another organisation’s token', token: (stranger) => stranger.token, status: 404 },
  {
    id: 'D3',
    title: 'a revoked grant',
    change: 'UPDATE "grant" SET revoked_at = now() WHERE id = $1',
    status: 401,
  },
  {
    id: 'D3',
    title: 'an expired grant',
    change: `UPDATE "grant" SET expires_at = now() - interval '1 second' WHERE id = $1`,
    status: 401,
  },
  {
    id: 'D3',
    title: 'a grant whose maker has left',
    change: 'DELETE FROM member WHERE user_id = (SELECT created_by_id FROM "grant" WHERE id = $1)',
    status: 401,
  },
  {
    id: 'D4',
    title: 'a token of the right form that was never issued',
    token: (_, own) => newToken('pcg', own.organisationId).text,
    status: 401,
  },
  { id: 'D4', title: 'a token with one wrong character', token: (_, own) => flipped(own.token), status: 401 },
  { id: 'D4', title: 'a token in capitals', token: (_, own) => own.token.toUpperCase(), status: 401 },
  {
    id: 'D4',
    title: 'the key of a person’s program',
    token: (_, own) => newToken('pck', own.organisationId).text,
    status: 401,
  },
  {
    id: 'D5',
    title: 'what a copy of the database holds of the token',
    token: (_, own) => `pcg_${own.token.length}`,
    change: `SELECT token_digest FROM "grant" WHERE id = $1`,
    status: 401,
  },
  { id: 'D8', title: 'a token that asks the database', token: () => `pcg_'||(select 1)||'`, status: 401 },
  {
    id: 'D7',
    title: 'a token that was rotated away',
    change: `UPDATE "grant" SET token_digest = md5(random()::text) || md5(random()::text) WHERE id = $1`,
    status: 401,
  },
]
