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

-- Admission of calls that ask for an approval or use one is lock_approvals, admit_calls and settle_approvals in one
-- transaction (lib/data/admission/approvals.ts); calls without one know nothing of it. Each wish is
--   {call, organisation, grant, server, server_revision, tool, tool_hash, version, kind, id, digest, most}
-- kind: ask (id is the one that a new approval would get, most how many of the grant may wait), approval or allowance.
--
-- First: takes the locks and says of each call whether it may go on to admit_calls:
--   pass (approval_id: what it uses, or folds into) | crowded (one too many waits for its grant) | stale (decide again)
CREATE FUNCTION lock_approvals(wishes jsonb)
RETURNS TABLE (call_id text, step text, approval_id text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  locked_at timestamptz;
  wish record; found record;
  spoken text[] := '{}';  -- what an earlier call of the batch uses, once for each use
  fresh text[] := '{}';   -- what an earlier call of the batch asks first: the digest behind the grant's id
  fresh_ids text[] := '{}';
  asked_key text;
BEGIN
  PERFORM set_config('lock_timeout', '1s', true), set_config('idle_in_transaction_session_timeout', '5s', true);

  -- The approvals of a grant change hands under one lock; these are taken in one order, and before any counter's.
  -- A person who decides holds one row and waits for nothing more, so no circle can close.
  PERFORM pg_advisory_xact_lock(w.key) FROM (
    SELECT DISTINCT hashtextextended('approvals ' || (w ->> 'organisation') || ' ' || (w ->> 'grant'), 0) AS key
      FROM jsonb_array_elements(wishes) w ORDER BY 1) w;
  PERFORM FROM approval a
    WHERE (a.organisation_id, a.id) IN (SELECT w ->> 'organisation', w ->> 'id' FROM jsonb_array_elements(wishes) w)
    ORDER BY a.organisation_id, a.id FOR UPDATE;
  PERFORM FROM allowance a
    WHERE (a.organisation_id, a.id) IN (SELECT w ->> 'organisation', w ->> 'id' FROM jsonb_array_elements(wishes) w)
    ORDER BY a.organisation_id, a.id FOR UPDATE;
  locked_at := clock_timestamp();

  FOR wish IN
    SELECT w.* FROM jsonb_array_elements(wishes) WITH ORDINALITY AS e (element, place)
     CROSS JOIN LATERAL jsonb_to_record(e.element) AS w (call text, organisation text, "grant" text, server text,
       server_revision int, tool text, tool_hash text, version text, kind text, id text, digest text, most int)
     ORDER BY e.place
  LOOP
    call_id := wish.call;
    approval_id := wish.id;
    IF wish.kind = 'approval' THEN
      step := CASE WHEN wish.id <> ALL (spoken) AND EXISTS (
        SELECT FROM approval a
         WHERE a.organisation_id = wish.organisation AND a.id = wish.id AND a.digest = wish.digest
           AND a.grant_id = wish."grant" AND a.server_id = wish.server AND a.server_revision = wish.server_revision
           AND a.tool = wish.tool AND a.tool_hash = wish.tool_hash AND a.policy_version_id = wish.version
           AND a.verdict = 'approved' AND a.used_at IS NULL AND a.expires_at > locked_at) THEN 'pass' ELSE 'stale' END;
      spoken := spoken || wish.id;
    ELSIF wish.kind = 'allowance' THEN
      step := CASE WHEN EXISTS (
        SELECT FROM allowance a
         WHERE a.organisation_id = wish.organisation AND a.id = wish.id
           AND a.grant_id = wish."grant" AND a.server_id = wish.server AND a.server_revision = wish.server_revision
           AND a.tool = wish.tool AND a.tool_hash = wish.tool_hash AND a.policy_version_id = wish.version
           AND a.revoked_at IS NULL AND a.ends_at > locked_at
           AND a.used + coalesce(array_length(array_positions(spoken, a.id), 1), 0) < a.uses)
        THEN 'pass' ELSE 'stale' END;
      spoken := spoken || wish.id;
    ELSE
      SELECT a.id, a.verdict INTO found FROM approval a
        WHERE a.organisation_id = wish.organisation AND a.open_digest = wish.digest
          AND a.server_revision = wish.server_revision AND a.expires_at > locked_at;
      asked_key := wish."grant" || ' ' || wish.digest;
      IF found.id IS NOT NULL THEN
        -- Somebody may have decided since the call was decided.
        step := CASE WHEN found.verdict IS NULL THEN 'pass' ELSE 'stale' END;
        approval_id := found.id;
      ELSIF asked_key = ANY (fresh) THEN
        -- It folds into what an earlier call of this batch asks for.
        step := 'pass';
        approval_id := fresh_ids[array_position(fresh, asked_key)];
      ELSIF wish.most > (
              SELECT count(*) FROM approval a JOIN approval_standing s USING (organisation_id, id)
               WHERE a.organisation_id = wish.organisation AND a.grant_id = wish."grant"
                 AND a.verdict IS NULL AND a.expires_at > locked_at AND s.state = 'waiting')
            + (SELECT count(*) FROM unnest(fresh) f WHERE starts_with(f, wish."grant" || ' '))
      THEN
        step := 'pass';
        fresh := fresh || asked_key;
        fresh_ids := fresh_ids || wish.id;
      ELSE
        step := 'crowded';
        approval_id := NULL;
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Last: uses what the admitted calls used, and writes down what the others ask for. Each deed is
--   {call, at, organisation, kind, id} of an admitted call, or of an asking one also
--   {digest, grant, server, server_revision, tool, tool_hash, version, rule, reason, client, sealed (base64), bytes,
--    call_digest, timeout (s)}
-- approval_until is the end of the approval that a call asked for, or folded into.
CREATE FUNCTION settle_approvals(deeds jsonb)
RETURNS TABLE (call_id text, approval_id text, approval_until timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  settled_at timestamptz := clock_timestamp();
  deed record; ends timestamptz;
BEGIN
  FOR deed IN
    SELECT w.* FROM jsonb_array_elements(deeds) WITH ORDINALITY AS e (element, place)
     CROSS JOIN LATERAL jsonb_to_record(e.element) AS w (call text, at timestamptz, organisation text, kind text, id text,
       digest text, "grant" text, server text, server_revision int, tool text, tool_hash text, version text, rule text,
       reason text, client text, sealed text, bytes int, call_digest text, timeout double precision)
     ORDER BY e.place
  LOOP
    call_id := deed.call;
    approval_id := deed.id;
    approval_until := NULL;
    ends := NULL;
    IF deed.kind = 'approval' THEN
      UPDATE approval a SET used_at = deed.at, used_call_id = deed.call, open_digest = NULL
       WHERE a.organisation_id = deed.organisation AND a.id = deed.id AND a.used_at IS NULL
      RETURNING a.expires_at INTO ends;
    ELSIF deed.kind = 'allowance' THEN
      UPDATE allowance a SET used = a.used + 1
       WHERE a.organisation_id = deed.organisation AND a.id = deed.id AND a.used < a.uses RETURNING a.ends_at INTO ends;
      INSERT INTO allowance_use (organisation_id, allowance_id, call_id, at)
      VALUES (deed.organisation, deed.id, deed.call, deed.at);
    ELSE
      -- What stands under this digest and did not take the call in has ended, or is void.
      UPDATE approval a SET open_digest = NULL
       WHERE a.organisation_id = deed.organisation AND a.open_digest = deed.digest
         AND NOT (a.server_revision = deed.server_revision AND a.expires_at > settled_at);
      INSERT INTO approval AS a (organisation_id, id, digest, open_digest, grant_id, server_id, server_revision, tool,
                                 tool_hash, policy_version_id, rule, reason, client, sealed_call, call_bytes, call_digest,
                                 asked_at, last_asked_at, expires_at)
      VALUES (deed.organisation, deed.id, deed.digest, deed.digest, deed."grant", deed.server, deed.server_revision,
              deed.tool, deed.tool_hash, deed.version, deed.rule, deed.reason, deed.client,
              decode(deed.sealed, 'base64'), deed.bytes, deed.call_digest, settled_at, settled_at,
              settled_at + make_interval(secs => deed.timeout))
      ON CONFLICT (organisation_id, open_digest) DO UPDATE SET requests = a.requests + 1, last_asked_at = settled_at
      RETURNING a.id, a.expires_at INTO approval_id, ends;
      approval_until := ends;
    END IF;
    -- It waited for a counter, and what it uses ended meanwhile: nothing of this transaction happened.
    IF ends IS NULL OR deed.kind <> 'ask' AND ends <= deed.at THEN
      RAISE EXCEPTION 'what a call uses ended while it was admitted' USING ERRCODE = 'lock_not_available';
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- People are told that something waits for them, and how it ended: in the transaction in which it does.
CREATE FUNCTION note_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about jsonb := jsonb_build_object(
    'tool', NEW.tool,
    'grant', (SELECT g.label FROM "grant" g WHERE g.organisation_id = NEW.organisation_id AND g.id = NEW.grant_id),
    'server', (SELECT s.name FROM server s WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.server_id));
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note_event(NEW.organisation_id, 'approval.asked', NEW.id, about);
  ELSIF OLD.verdict IS NULL AND NEW.verdict IS NOT NULL THEN
    PERFORM note_event(NEW.organisation_id, 'approval.decided', NEW.id, about || jsonb_build_object(
      'decision', NEW.verdict, 'by', (SELECT u.email FROM "user" u WHERE u.id = NEW.decided_by_id)));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER approval_told AFTER INSERT OR UPDATE OF verdict ON approval
  FOR EACH ROW EXECUTE FUNCTION note_approval();
