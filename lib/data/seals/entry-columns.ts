/** The columns of an entry `e` as they are hashed (ChainedEntry), for every statement that reads them. */
export const ENTRY_COLUMNS = `
  e.organisation_id AS "organisationId", e.id,
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.actor_id AS "actorId",
  e.actor_kind AS "actorKind", e.key_id AS "keyId", e.request_id AS "requestId", e.address, e.action, e.target,
  e.detail::text AS detail`
