-- What people are told of (event), where (channel), and how it went (delivery): an outbox that is written in the
-- transaction of what happened. alarm: what has been told and is not over, so that one cause is told of once.
CREATE TABLE "event" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("organisation_id","id")
);

CREATE TABLE "channel" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "sealed" BYTEA,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "least" TEXT NOT NULL DEFAULT 'warning',
    "is_on" BOOLEAN NOT NULL DEFAULT true,
    "off_reason" TEXT NOT NULL DEFAULT '',
    "failing_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("organisation_id","id")
);

CREATE TABLE "delivery" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3),
    "response_status" INTEGER,
    "error" TEXT NOT NULL DEFAULT '',
    "excerpt" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("organisation_id","id")
);

CREATE TABLE "alarm" (
    "organisation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("organisation_id","kind","subject","cause")
);

CREATE TABLE "grant_client" (
    "organisation_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_client_pkey" PRIMARY KEY ("organisation_id","grant_id","name")
);

CREATE TABLE "watch" (
    "name" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_pkey" PRIMARY KEY ("name")
);

CREATE INDEX "event_organisation_id_at_idx" ON "event"("organisation_id", "at" DESC);

CREATE INDEX "event_at_idx" ON "event"("at");

CREATE INDEX "delivery_organisation_id_channel_id_next_at_idx" ON "delivery"("organisation_id", "channel_id", "next_at");

CREATE INDEX "delivery_organisation_id_channel_id_id_idx" ON "delivery"("organisation_id", "channel_id", "id" DESC);

CREATE INDEX "delivery_organisation_id_event_id_idx" ON "delivery"("organisation_id", "event_id");

CREATE INDEX "delivery_next_at_idx" ON "delivery"("next_at");

CREATE INDEX "alarm_raised_at_idx" ON "alarm"("raised_at");

ALTER TABLE "event" ADD CONSTRAINT "event_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "channel" ADD CONSTRAINT "channel_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organisation_id_channel_id_fkey" FOREIGN KEY ("organisation_id", "channel_id") REFERENCES "channel"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organisation_id_event_id_fkey" FOREIGN KEY ("organisation_id", "event_id") REFERENCES "event"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "alarm" ADD CONSTRAINT "alarm_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "grant_client" ADD CONSTRAINT "grant_client_organisation_id_grant_id_fkey" FOREIGN KEY ("organisation_id", "grant_id") REFERENCES "grant"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE channel ADD CONSTRAINT channel_kind_is_known CHECK (kind IN ('email', 'slack', 'webhook'));
ALTER TABLE channel ADD CONSTRAINT channel_least_is_known CHECK (least IN ('info', 'warning', 'critical'));
ALTER TABLE event ADD CONSTRAINT event_severity_is_known CHECK (severity IN ('info', 'warning', 'critical'));
ALTER TABLE delivery ADD CONSTRAINT delivery_status_is_known CHECK (status IN ('waiting', 'delivered', 'failed'));

-- An id as lib/id.ts makes one that sorts by time: prefix, organisation, nine characters of milliseconds, seven of chance.
CREATE FUNCTION new_timed_id(prefix text, organisation text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  chance bytea := uuid_send(gen_random_uuid());
  id text := '';
BEGIN
  FOR place IN 1 .. 9 LOOP
    id := substr(alphabet, (ms % 32)::int + 1, 1) || id;
    ms := ms / 32;
  END LOOP;
  -- The last seven bytes of a random UUID are chance alone.
  FOR place IN 9 .. 15 LOOP
    id := id || substr(alphabet, (get_byte(chance, place) & 31) + 1, 1);
  END LOOP;
  RETURN prefix || '_' || organisation || id;
END $$;

-- Writes down what happened, with its way to each channel that wants it, in the caller's transaction: all or nothing.
-- A detail that is too large to send is replaced, for what happened must not fail by being told.
-- Returns the id of the event.
CREATE FUNCTION note_event(organisation text, kind text, subject text, detail jsonb, severity text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  ranks constant text[] := ARRAY['info', 'warning', 'critical'];
  weight text := coalesce(severity, CASE kind
    WHEN 'server.unreachable' THEN 'critical'
    WHEN 'approval.asked' THEN 'warning'
    WHEN 'tool.changed' THEN 'warning'
    WHEN 'denials.spike' THEN 'warning'
    WHEN 'limit.near' THEN 'warning'
    WHEN 'grant.new_client' THEN 'warning'
    ELSE 'info' END);
  -- Who was told of a trouble is told of its end, whatever that weighs.
  reach text := CASE kind WHEN 'server.reachable' THEN 'critical' ELSE weight END;
  id text := new_timed_id('ntc', organisation);
BEGIN
  INSERT INTO event (organisation_id, id, at, kind, severity, subject, detail)
  VALUES (organisation, id, clock_timestamp(), kind, weight, subject,
          CASE WHEN octet_length(detail::text) > 16384 THEN '{"omitted": "too large"}' ELSE coalesce(detail, '{}') END);
  INSERT INTO delivery (organisation_id, id, channel_id, event_id, next_at)
  SELECT c.organisation_id, new_timed_id('dlv', organisation), c.id, id, clock_timestamp()
    FROM channel c
   WHERE c.organisation_id = organisation AND c.is_on AND (c.kinds = '{}' OR kind = ANY (c.kinds))
     AND array_position(ranks, c.least) <= array_position(ranks, reach);
  RETURN id;
END $$;

-- True where this has not been told yet: the cause is new, or it was over (clear_alarm) or is another occasion (mark),
-- and the last time is `rest` ago. Of several that ask at once one is told true.
CREATE FUNCTION raise_alarm(organisation text, kind text, subject text, cause text, mark text, rest interval)
RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  INSERT INTO alarm AS a (organisation_id, kind, subject, cause, mark, raised_at, cleared_at)
  VALUES (organisation, kind, subject, cause, mark, clock_timestamp(), NULL)
  ON CONFLICT ON CONSTRAINT alarm_pkey DO UPDATE
     SET raised_at = excluded.raised_at, cleared_at = NULL, mark = excluded.mark
   WHERE (a.cleared_at IS NOT NULL OR a.mark <> excluded.mark) AND a.raised_at <= clock_timestamp() - rest;
  RETURN FOUND;
END $$;

-- Arms it again. Returns since when it stood, or null where it did not.
CREATE FUNCTION clear_alarm(organisation text, kind text, subject text, cause text)
RETURNS timestamptz LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  since timestamptz;
BEGIN
  UPDATE alarm a SET cleared_at = clock_timestamp()
   WHERE a.organisation_id = organisation AND a.kind = kind AND a.subject = subject AND a.cause = cause
     AND a.cleared_at IS NULL
  RETURNING a.raised_at INTO since;
  RETURN since;
END $$;

-- A server that cannot be read, and one that can again. Whoever writes the status, it is told in that transaction:
-- once for each outage, and for one that comes and goes at most once an hour.
CREATE FUNCTION note_server_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  since timestamptz;
BEGIN
  IF NEW.status IN ('unreachable', 'unauthorised', 'not_mcp', 'error') THEN
    IF raise_alarm(NEW.organisation_id, 'server.unreachable', NEW.id, '', '', interval '1 hour') THEN
      PERFORM note_event(NEW.organisation_id, 'server.unreachable', NEW.id, jsonb_build_object(
        'server', NEW.name, 'status', NEW.status, 'message', left(NEW.status_message, 500)));
    END IF;
  ELSIF NEW.status = 'ready' THEN
    since := clear_alarm(NEW.organisation_id, 'server.unreachable', NEW.id, '');
    IF since IS NOT NULL THEN
      PERFORM note_event(NEW.organisation_id, 'server.reachable', NEW.id, jsonb_build_object(
        'server', NEW.name, 'seconds', round(extract(epoch FROM clock_timestamp() - since))));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER server_status_told AFTER UPDATE OF status ON server
  FOR EACH ROW EXECUTE FUNCTION note_server_status();

-- Definitions that are no longer what a person accepted. A tool is told of once, until a person has looked at it; where
-- nobody looks, another definition is told of after a day. What changes in one transaction is one event.
CREATE FUNCTION note_changed_tools() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told record;
BEGIN
  UPDATE alarm a SET cleared_at = clock_timestamp()
    FROM before b JOIN after n USING (organisation_id, server_id, name)
   WHERE a.organisation_id = n.organisation_id AND a.kind = 'tool.changed' AND a.subject = n.server_id AND a.cause = n.name
     AND a.cleared_at IS NULL
     AND (n.pinned_hash IS DISTINCT FROM b.pinned_hash OR n.rejected_hash IS DISTINCT FROM b.rejected_hash);

  -- Materialised, so that the alarm is asked about what has changed and about nothing else.
  FOR told IN
    WITH changed AS MATERIALIZED (
      SELECT n.organisation_id, n.server_id, s.name AS server, n.name, n.hash,
             CASE WHEN EXISTS (SELECT FROM alarm a WHERE a.organisation_id = n.organisation_id
                    AND a.kind = 'tool.changed' AND a.subject = n.server_id AND a.cause = n.name
                    AND a.cleared_at IS NOT NULL) THEN interval '0' ELSE interval '1 day' END AS rest
        FROM before b JOIN after n USING (organisation_id, server_id, name)
        JOIN server s ON s.organisation_id = n.organisation_id AND s.id = n.server_id
       WHERE n.present AND n.pinned_hash IS NOT NULL AND n.hash <> n.pinned_hash AND n.hash <> b.hash
         AND n.rejected_hash IS DISTINCT FROM n.hash)
    SELECT c.organisation_id, c.server_id, c.server, array_agg(c.name ORDER BY c.name COLLATE "C") AS tools
      FROM changed c
     WHERE raise_alarm(c.organisation_id, 'tool.changed', c.server_id, c.name, c.hash, c.rest)
     GROUP BY 1, 2, 3
  LOOP
    UPDATE event e
       SET detail = jsonb_build_object('server', told.server,
             'count', (e.detail ->> 'count')::int + array_length(told.tools, 1),
             'tools', CASE WHEN jsonb_array_length(e.detail -> 'tools') >= 20 THEN e.detail -> 'tools'
                           ELSE (e.detail -> 'tools') || to_jsonb(told.tools[1:20]) END)
     WHERE e.organisation_id = told.organisation_id AND e.kind = 'tool.changed' AND e.subject = told.server_id
       AND e.at >= now() - interval '1 second' AND e.xmin = pg_current_xact_id()::xid;
    IF NOT FOUND THEN
      PERFORM note_event(told.organisation_id, 'tool.changed', told.server_id, jsonb_build_object(
        'server', told.server, 'count', array_length(told.tools, 1), 'tools', told.tools[1:20]));
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER tool_change_told AFTER UPDATE ON tool
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tools();
