-- Approvals that bind (POLICY.md A): what a person is asked about, what they said, and what came of it.
ALTER TABLE "organisation" ADD COLUMN     "is_separated" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "approval" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "open_digest" TEXT,
    "grant_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "server_revision" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "tool_hash" TEXT NOT NULL,
    "policy_version_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "sealed_call" BYTEA NOT NULL,
    "call_bytes" INTEGER NOT NULL,
    "call_digest" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "last_asked_at" TIMESTAMPTZ(6) NOT NULL,
    "requests" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "verdict" TEXT,
    "decided_by_id" TEXT,
    "decided_via" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "decided_reason" TEXT NOT NULL DEFAULT '',
    "allowance_id" TEXT,
    "used_at" TIMESTAMPTZ(6),
    "used_call_id" TEXT,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("organisation_id","id"),
    -- Terminal states are terminal: only what a person approved is ever used, and a decision names who and when.
    CONSTRAINT "approval_decided" CHECK ((verdict IS NULL) = (decided_at IS NULL) AND (verdict IS NULL) = (decided_by_id IS NULL)),
    CONSTRAINT "approval_verdict" CHECK (verdict IN ('approved', 'denied')),
    CONSTRAINT "approval_used" CHECK ((used_at IS NULL) = (used_call_id IS NULL) AND (used_at IS NULL OR verdict = 'approved'))
);

CREATE TABLE "allowance" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "server_revision" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "tool_hash" TEXT NOT NULL,
    "policy_version_id" TEXT NOT NULL,
    "sealed_call" BYTEA NOT NULL,
    "freed" TEXT NOT NULL,
    "uses" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "given_by_id" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "revoked_by_id" TEXT,

    CONSTRAINT "allowance_pkey" PRIMARY KEY ("organisation_id","id"),
    CONSTRAINT "allowance_used" CHECK (used BETWEEN 0 AND uses)
);

CREATE TABLE "allowance_use" (
    "organisation_id" TEXT NOT NULL,
    "allowance_id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "allowance_use_pkey" PRIMARY KEY ("organisation_id","allowance_id","call_id")
);

CREATE UNIQUE INDEX "approval_organisation_id_open_digest_key" ON "approval"("organisation_id", "open_digest");
CREATE INDEX "approval_organisation_id_asked_at_id_idx" ON "approval"("organisation_id", "asked_at" DESC, "id" DESC);
CREATE INDEX "approval_organisation_id_grant_id_expires_at_idx" ON "approval"("organisation_id", "grant_id", "expires_at");
CREATE INDEX "allowance_organisation_id_grant_id_ends_at_idx" ON "allowance"("organisation_id", "grant_id", "ends_at");

-- What a person decided, and what was used, stays as it is.
CREATE FUNCTION keep_approval_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.verdict IS NOT NULL AND (NEW.verdict, NEW.decided_by_id, NEW.decided_at, NEW.decided_reason)
       IS DISTINCT FROM (OLD.verdict, OLD.decided_by_id, OLD.decided_at, OLD.decided_reason)
     OR OLD.used_at IS NOT NULL AND (NEW.used_at, NEW.used_call_id) IS DISTINCT FROM (OLD.used_at, OLD.used_call_id)
     OR (NEW.digest, NEW.grant_id, NEW.server_id, NEW.server_revision, NEW.tool, NEW.tool_hash, NEW.policy_version_id,
         NEW.sealed_call, NEW.expires_at)
       IS DISTINCT FROM (OLD.digest, OLD.grant_id, OLD.server_id, OLD.server_revision, OLD.tool, OLD.tool_hash,
         OLD.policy_version_id, OLD.sealed_call, OLD.expires_at)
  THEN RAISE EXCEPTION 'what an approval is for, and how it was decided, is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_kept BEFORE UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION keep_approval_decided();

-- What approvals and allowances stand on, as it is now. A row for each grant and server that are linked.
-- Where an approval stands (A2), the first that fits: used, denied, void, expired, waiting, usable. lib/policy
-- says the same of one approval at a time, and a test holds the two together.
CREATE VIEW approval_standing AS
SELECT a.organisation_id, a.id,
       f.grant_is_live, f.policy_version_id, f.definition, f.server_revision,
       CASE WHEN a.used_at IS NOT NULL THEN 'used'
            WHEN a.verdict = 'denied' THEN 'denied'
            WHEN NOT f.grant_is_live OR f.policy_version_id IS DISTINCT FROM a.policy_version_id
              OR f.definition IS DISTINCT FROM a.tool_hash OR f.server_revision IS DISTINCT FROM a.server_revision THEN 'void'
            WHEN a.expires_at <= clock_timestamp() THEN 'expired'
            WHEN a.verdict IS NULL THEN 'waiting'
            ELSE 'usable' END AS state
  FROM approval a
 CROSS JOIN LATERAL (
   SELECT count(*) FILTER (WHERE g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
                             AND m.user_id IS NOT NULL AND gs.server_id IS NOT NULL) = 1 AS grant_is_live,
          max(p.published_version_id) AS policy_version_id,
          max(t.pinned_hash) FILTER (WHERE t.present AND t.hash = t.pinned_hash) AS definition,
          max(s.revision) AS server_revision
     FROM "grant" g
     LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
     LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id AND gs.server_id = a.server_id
     LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
     LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id AND p.server_id = gs.server_id
     LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = a.tool
    WHERE g.organisation_id = a.organisation_id AND g.id = a.grant_id) f;

-- Admission of a batch in which calls ask for an approval, or use one. The rest is admit_calls, in this very
-- transaction. Beside admit_calls' members an element may hold one of
--   asks: {id, digest, sealed (base64), bytes, call_digest, rule, reason, client, timeout (s), most}, decision `await`
--   uses: {kind: approval | allowance, id, digest}, decision `allow`
-- approval_id and approval_until are those of what was asked or found open; a call that was refused although it
-- asked, with approval_id null, would have been one too many for its grant.
CREATE FUNCTION admit_with_approvals(calls jsonb)
RETURNS TABLE (call_id text, status text, draw_index int, remaining numeric, reset_at timestamptz, at timestamptz,
               approval_id text, approval_until timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  locked_at timestamptz;
  call jsonb; wish jsonb; usage jsonb; whole jsonb; passing jsonb := '[]'; given record; found record;
  spoken text[] := '{}';  -- what an earlier call of this batch uses, once for each use
  fresh text[] := '{}';   -- digests that this batch asks for first, behind the grant's id
  stands boolean; ends timestamptz;
BEGIN
  PERFORM set_config('lock_timeout', '1s', true);

  -- The approvals of a grant change hands under one lock; the locks are taken in one order, and before any
  -- counter's. A person who decides holds one row, and waits for nothing.
  PERFORM pg_advisory_xact_lock(w.lock) FROM (
    SELECT DISTINCT hashtextextended('approvals ' || (c ->> 'organisation') || ' ' || (c ->> 'grant'), 0) AS lock
      FROM jsonb_array_elements(calls) c WHERE c ? 'asks' OR c ? 'uses' ORDER BY 1) w;
  PERFORM FROM approval a
    WHERE (a.organisation_id, a.id) IN (SELECT c ->> 'organisation', c #>> '{uses,id}' FROM jsonb_array_elements(calls) c)
    ORDER BY a.organisation_id, a.id FOR UPDATE;
  PERFORM FROM allowance a
    WHERE (a.organisation_id, a.id) IN (SELECT c ->> 'organisation', c #>> '{uses,id}' FROM jsonb_array_elements(calls) c)
    ORDER BY a.organisation_id, a.id FOR UPDATE;
  locked_at := clock_timestamp();

  FOR call IN SELECT value FROM jsonb_array_elements(calls) WITH ORDINALITY ORDER BY ordinality LOOP
    usage := call -> 'uses';
    wish := call -> 'asks';
    stands := true;
    IF usage IS NOT NULL THEN
      IF usage ->> 'kind' = 'approval' THEN
        stands := (usage ->> 'id') <> ALL (spoken) AND EXISTS (
          SELECT FROM approval a
           WHERE a.organisation_id = call ->> 'organisation' AND a.id = usage ->> 'id' AND a.digest = usage ->> 'digest'
             AND a.grant_id = call ->> 'grant' AND a.server_id = call ->> 'server' AND a.tool = call ->> 'tool'
             AND a.server_revision = (call ->> 'server_revision')::int AND a.tool_hash = call ->> 'pinned_hash'
             AND a.policy_version_id = call ->> 'version'
             AND a.verdict = 'approved' AND a.used_at IS NULL AND a.expires_at > locked_at);
      ELSE
        stands := EXISTS (
          SELECT FROM allowance a
           WHERE a.organisation_id = call ->> 'organisation' AND a.id = usage ->> 'id'
             AND a.grant_id = call ->> 'grant' AND a.server_id = call ->> 'server' AND a.tool = call ->> 'tool'
             AND a.server_revision = (call ->> 'server_revision')::int AND a.tool_hash = call ->> 'pinned_hash'
             AND a.policy_version_id = call ->> 'version'
             AND a.revoked_at IS NULL AND a.ends_at > locked_at
             AND a.used + coalesce(array_length(array_positions(spoken, a.id), 1), 0) < a.uses);
      END IF;
      IF stands THEN
        spoken := spoken || (usage ->> 'id');
        call := jsonb_set(call, ARRAY['detail', usage ->> 'kind'], usage -> 'id');
      END IF;
    ELSIF wish IS NOT NULL THEN
      SELECT a.id, a.verdict INTO found FROM approval a
        WHERE a.organisation_id = call ->> 'organisation' AND a.open_digest = wish ->> 'digest'
          AND a.server_revision = (call ->> 'server_revision')::int AND a.expires_at > locked_at;
      IF found.id IS NOT NULL THEN
        -- Somebody decided since the call was decided: it is decided again.
        stands := found.verdict IS NULL;
        call := jsonb_set(call, '{detail,approval}', to_jsonb(found.id));
      ELSIF ((call ->> 'grant') || ' ' || (wish ->> 'digest')) = ANY (fresh)
         OR (wish ->> 'most')::int > (
              SELECT count(*) FROM approval a JOIN approval_standing s USING (organisation_id, id)
               WHERE a.organisation_id = call ->> 'organisation' AND a.grant_id = call ->> 'grant'
                 AND a.verdict IS NULL AND a.expires_at > locked_at AND s.state = 'waiting')
            + (SELECT count(*) FROM unnest(fresh) f WHERE starts_with(f, (call ->> 'grant') || ' '))
      THEN
        IF ((call ->> 'grant') || ' ' || (wish ->> 'digest')) <> ALL (fresh) THEN
          fresh := fresh || ((call ->> 'grant') || ' ' || (wish ->> 'digest'));
        END IF;
      ELSE
        call := call - 'asks' || '{"decision": "deny", "rule": "(approvals waiting)", "reason": "too-many-approvals"}'
          || jsonb_build_object('message', wish -> 'too_many');
      END IF;
    END IF;
    IF stands THEN
      passing := passing || jsonb_build_array(call);
    ELSE
      call_id := call ->> 'id'; status := 'stale'; draw_index := NULL; remaining := NULL; reset_at := NULL; at := NULL;
      approval_id := NULL; approval_until := NULL;
      RETURN NEXT;
    END IF;
  END LOOP;

  FOR given IN
    SELECT v.*, c AS whole FROM admit_calls((SELECT coalesce(jsonb_agg(p - 'asks' - 'uses' ORDER BY place), '[]')
                                               FROM jsonb_array_elements(passing) WITH ORDINALITY AS a (p, place))) v
      JOIN jsonb_array_elements(passing) c ON c ->> 'id' = v.call_id
  LOOP
    whole := given.whole;
    usage := whole -> 'uses';
    wish := whole -> 'asks';
    approval_id := NULL;
    approval_until := NULL;
    IF usage IS NOT NULL AND given.status = 'admitted' THEN
      IF usage ->> 'kind' = 'approval' THEN
        UPDATE approval a SET used_at = given.at, used_call_id = given.call_id, open_digest = NULL
         WHERE a.organisation_id = whole ->> 'organisation' AND a.id = usage ->> 'id' AND a.used_at IS NULL
        RETURNING a.expires_at INTO ends;
      ELSE
        UPDATE allowance a SET used = a.used + 1
         WHERE a.organisation_id = whole ->> 'organisation' AND a.id = usage ->> 'id' RETURNING a.ends_at INTO ends;
        INSERT INTO allowance_use (organisation_id, allowance_id, call_id, at)
        VALUES (whole ->> 'organisation', usage ->> 'id', given.call_id, given.at);
      END IF;
      -- It waited for a counter, and ended meanwhile: nothing of this batch happened.
      IF ends IS NULL OR ends <= given.at THEN
        RAISE EXCEPTION 'an approval ended while its call was admitted' USING ERRCODE = 'lock_not_available';
      END IF;
    ELSIF wish IS NOT NULL AND given.status = 'refused' THEN
      -- What stands under this digest and is not found above has ended, or is void.
      UPDATE approval a SET open_digest = NULL
       WHERE a.organisation_id = whole ->> 'organisation' AND a.open_digest = wish ->> 'digest'
         AND NOT (a.server_revision = (whole ->> 'server_revision')::int AND a.expires_at > locked_at);
      INSERT INTO approval AS a (organisation_id, id, digest, open_digest, grant_id, server_id, server_revision, tool,
                                 tool_hash, policy_version_id, rule, reason, client, sealed_call, call_bytes, call_digest,
                                 asked_at, last_asked_at, expires_at)
      VALUES (whole ->> 'organisation', wish ->> 'id', wish ->> 'digest', wish ->> 'digest', whole ->> 'grant',
              whole ->> 'server', (whole ->> 'server_revision')::int, whole ->> 'tool', whole ->> 'pinned_hash',
              whole ->> 'version', wish ->> 'rule', wish ->> 'reason', wish ->> 'client',
              decode(wish ->> 'sealed', 'base64'), (wish ->> 'bytes')::int, wish ->> 'call_digest',
              locked_at, locked_at, locked_at + make_interval(secs => (wish ->> 'timeout')::double precision))
      ON CONFLICT (organisation_id, open_digest) DO UPDATE SET requests = a.requests + 1, last_asked_at = locked_at
      RETURNING a.id, a.expires_at INTO approval_id, approval_until;
    END IF;
    call_id := given.call_id; status := given.status; draw_index := given.draw_index;
    remaining := given.remaining; reset_at := given.reset_at; at := given.at;
    RETURN NEXT;
  END LOOP;
END $$;
