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
    "told_at" TIMESTAMPTZ(3),

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

-- What these grants did lately: the newest 500 records of five minutes each, by index, however many there are.
CREATE FUNCTION recent_calls(organisations text[], ids text[])
RETURNS TABLE (organisation text, grant_id text, label text, at timestamptz, tool text, denied boolean, repeats int,
               client text, taken jsonb)
LANGUAGE sql STABLE AS $$
  SELECT g.organisation_id, g.id, g.label, c.at, c.tool, c.decision = 'deny', c.repeats,
         left(nullif(c.detail ->> 'client', ''), 200), c.detail -> 'taken'
    FROM unnest(organisations, ids) AS a (organisation, id)
    JOIN "grant" g ON g.organisation_id = a.organisation AND g.id = a.id
   CROSS JOIN LATERAL (
     SELECT r.at, r.tool, r.decision, r.repeats, r.detail FROM call r
      WHERE r.organisation_id = g.organisation_id AND r.grant_id = g.id AND r.at > clock_timestamp() - interval '5 minutes'
      ORDER BY r.at DESC LIMIT 500) c
$$;

-- Tells of refusals that pile up, limits that are nearly used up, and clients that are new. Returns how many events.
CREATE FUNCTION watch_grants(organisations text[], ids text[]) RETURNS int LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  now_at timestamptz := clock_timestamp();
  told int := 0;
  seen record;
BEGIN
  -- Thirty refusals, and a fifth of what was asked; over when fewer than fifteen are left.
  FOR seen IN
    SELECT w.organisation, w.grant_id, w.label, coalesce(sum(w.repeats) FILTER (WHERE w.denied), 0) AS denied,
           sum(w.repeats) AS calls, mode() WITHIN GROUP (ORDER BY w.tool) FILTER (WHERE w.denied) AS tool
      FROM recent_calls(organisations, ids) w GROUP BY 1, 2, 3
  LOOP
    IF seen.denied >= 30 AND seen.denied * 5 >= seen.calls THEN
      IF raise_alarm(seen.organisation, 'denials.spike', seen.grant_id, '', '', interval '15 minutes') THEN
        told := told + 1;
        PERFORM note_event(seen.organisation, 'denials.spike', seen.grant_id, jsonb_build_object(
          'grant', seen.label, 'denied', seen.denied, 'calls', seen.calls, 'minutes', 5, 'tool', coalesce(seen.tool, '')));
      END IF;
    ELSIF seen.denied < 15 THEN
      PERFORM clear_alarm(seen.organisation, 'denials.spike', seen.grant_id, '');
    END IF;
  END LOOP;

  -- Four fifths of a limit, once a window and at most once a day for each rule and grant. A limit below five is near its
  -- end as soon as it is used: nothing is said of it.
  FOR seen IN
    WITH drawn AS (
      SELECT DISTINCT ON (w.organisation, t.value ->> 'key')
             w.organisation, w.grant_id, w.label, w.at, t.value ->> 'key' AS key, t.value ->> 'rule' AS rule,
             t.value ->> 'window' AS span, coalesce((t.value ->> 'sliding')::boolean, false) AS slides,
             (t.value ->> 'max')::numeric AS most
        FROM recent_calls(organisations, ids) w CROSS JOIN LATERAL jsonb_array_elements(w.taken) t
       WHERE jsonb_typeof(w.taken) = 'array'
       ORDER BY w.organisation, t.value ->> 'key', w.at DESC),
    used AS (
      SELECT d.*, CASE WHEN d.slides
          THEN (SELECT coalesce(sum(e.amount), 0) FROM counter_event e
                 WHERE e.organisation_id = d.organisation AND e.key = d.key AND e.at > now_at - limit_window_length(d.span))
          ELSE (SELECT coalesce(sum(k.used), 0) FROM counter k
                 WHERE k.organisation_id = d.organisation AND k.key = d.key
                   AND k.window_start = limit_window_start(d.span, d.at)) END AS used
        FROM drawn d WHERE d.most >= 5)
    SELECT DISTINCT ON (u.organisation, u.grant_id, u.rule) u.*,
           CASE WHEN u.slides THEN floor(extract(epoch FROM u.at) / extract(epoch FROM limit_window_length(u.span)))::text
                ELSE limit_window_start(u.span, u.at)::text END AS occasion
      FROM used u WHERE u.used * 5 >= u.most * 4
     ORDER BY u.organisation, u.grant_id, u.rule, u.used / u.most DESC
  LOOP
    IF raise_alarm(seen.organisation, 'limit.near', seen.grant_id, seen.rule, seen.occasion, interval '1 day') THEN
      told := told + 1;
      PERFORM note_event(seen.organisation, 'limit.near', seen.grant_id, jsonb_build_object(
        'grant', seen.label, 'rule', seen.rule, 'used', seen.used, 'max', seen.most, 'window', seen.span));
    END IF;
  END LOOP;

  -- A client names itself, so its names are no proof, and there may be many: a hundred are kept, an hour's are told at once.
  INSERT INTO grant_client (organisation_id, grant_id, name, first_at)
  SELECT s.organisation, s.grant_id, s.client, s.first_at FROM (
    SELECT w.organisation, w.grant_id, w.client, min(w.at) AS first_at,
           row_number() OVER (PARTITION BY w.organisation, w.grant_id ORDER BY min(w.at)) AS place
      FROM recent_calls(organisations, ids) w WHERE w.client IS NOT NULL
       AND NOT EXISTS (SELECT FROM grant_client k WHERE k.organisation_id = w.organisation AND k.grant_id = w.grant_id
                          AND k.name = w.client)
     GROUP BY w.organisation, w.grant_id, w.client) s
   WHERE s.place <= 100 - (SELECT count(*) FROM grant_client k
                            WHERE k.organisation_id = s.organisation AND k.grant_id = s.grant_id)
  ON CONFLICT DO NOTHING;
  FOR seen IN
    SELECT k.organisation_id AS organisation, k.grant_id, g.label, array_agg(k.name ORDER BY k.first_at) AS names,
           EXISTS (SELECT FROM grant_client o WHERE o.organisation_id = k.organisation_id AND o.grant_id = k.grant_id
                      AND o.told_at IS NOT NULL) AS others
      FROM unnest(organisations, ids) AS a (organisation, id)
      JOIN grant_client k ON k.organisation_id = a.organisation AND k.grant_id = a.id AND k.told_at IS NULL
      JOIN "grant" g ON g.organisation_id = k.organisation_id AND g.id = k.grant_id
     GROUP BY 1, 2, 3
  LOOP
    IF raise_alarm(seen.organisation, 'grant.new_client', seen.grant_id, '', now_at::text, interval '1 hour') THEN
      told := told + 1;
      UPDATE grant_client SET told_at = now_at
       WHERE organisation_id = seen.organisation AND grant_id = seen.grant_id AND told_at IS NULL;
      -- The first client of a grant is what the grant is for.
      PERFORM note_event(seen.organisation, 'grant.new_client', seen.grant_id, jsonb_build_object(
        'grant', seen.label, 'count', array_length(seen.names, 1), 'clients', seen.names[1:20], 'first', NOT seen.others),
        CASE WHEN seen.others THEN NULL ELSE 'info' END);
    END IF;
  END LOOP;
  RETURN told;
END $$;
