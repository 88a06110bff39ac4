-- Equal refusals that follow each other fold into one row: how many it stands for, and when the last one was.
ALTER TABLE "call" ADD COLUMN     "last_at" TIMESTAMPTZ(6),
ADD COLUMN     "repeats" INTEGER NOT NULL DEFAULT 1;

DROP FUNCTION admit_calls(jsonb);

-- Admits, refuses and records a batch of calls. Each element of `calls`:
--   id, organisation, grant, grant_revision, token, email, server, server_revision, version (or null),
--   tool ('' where none is named), tool_revision, tool_hash, pinned_hash (null where no such tool is known),
--   method, decision (allow | deny | await), rule, reason, message, argument_names, detail,
--   holds_from, holds_until (ms, or null),
--   draws: [{rule, counter, scope, key, label, window, sliding, max, amount, message}]
-- One row per call comes back, by id: admitted | limit | refused | stale | retry. A stale call, and every
-- call of a batch that must be sent again (retry: a window turned over while it waited), leaves no trace.
-- draw_index (from 0) names the limit that refused; `at` is the time of the record, null where there is none.
CREATE FUNCTION admit_calls(calls jsonb)
RETURNS TABLE (call_id text, status text, draw_index int, remaining numeric, reset_at timestamptz, at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  asked_at timestamptz := clock_timestamp();
  decided_at timestamptz;
  n int;
  -- One element per distinct counter, in the global order of organisation and key.
  owners text[]; keys text[]; names text[]; spans text[]; labels text[]; slides boolean[];
  starts timestamptz[]; useds numeric[]; takens numeric[];
  -- One element per call, in the order of the batch.
  freshes boolean[]; statuses text[] := '{}'; failures int[] := '{}'; notes jsonb[] := '{}';
  remainings numeric[] := '{}'; resets timestamptz[] := '{}';
  -- One element per event of a sliding limit.
  event_owners text[] := '{}'; event_keys text[] := '{}'; event_calls text[] := '{}'; event_amounts numeric[] := '{}';
  call jsonb; draw jsonb; failed jsonb; taken jsonb; i int; nth int; draw_nth int; most numeric; amount numeric;
  seen int[];
BEGIN
  PERFORM set_config('lock_timeout', '1s', true), set_config('synchronous_commit', 'on', true);

  SELECT array_agg(w.owner), array_agg(w.key), array_agg(w.owner || '/' || w.key), array_agg(w.span),
         array_agg(w.label), array_agg(w.slides),
         array_agg(CASE WHEN w.slides THEN 'epoch'::timestamptz ELSE limit_window_start(w.span, asked_at) END),
         array_agg(0::numeric)
    INTO owners, keys, names, spans, labels, slides, starts, takens
    FROM (SELECT DISTINCT ON (1, 2) (c ->> 'organisation') COLLATE "C" AS owner, (d ->> 'key') COLLATE "C" AS key,
                 d ->> 'window' AS span, d ->> 'label' AS label, (d ->> 'sliding')::boolean AS slides
            FROM jsonb_array_elements(calls) c, jsonb_array_elements(c -> 'draws') d
           ORDER BY 1, 2) w;
  n := coalesce(array_length(keys, 1), 0);

  IF n > 0 THEN
    INSERT INTO counter AS k (organisation_id, key, window_start, label, used, expires_at)
    SELECT w.owner, w.key, w.start, w.label, 0,
           CASE WHEN w.slides THEN asked_at + interval '400 days' ELSE limit_window_end(w.span, w.start) END
      FROM unnest(owners, keys, starts, labels, spans, slides) WITH ORDINALITY
           AS w (owner, key, start, label, span, slides, place)
     ORDER BY w.place
    ON CONFLICT DO NOTHING;

    SELECT array_agg(l.used ORDER BY l.place) INTO useds FROM (
      SELECT w.place, k.used FROM unnest(owners, keys, starts) WITH ORDINALITY AS w (owner, key, start, place)
        JOIN counter k ON k.organisation_id = w.owner AND k.key = w.key AND k.window_start = w.start
       ORDER BY w.place FOR UPDATE OF k) l;
  END IF;

  -- After the locks: a call that waited for one is decided by the time it got it.
  decided_at := clock_timestamp();
  IF n > 0 THEN
    IF coalesce(array_length(useds, 1), 0) <> n OR EXISTS (
      SELECT FROM unnest(spans, starts, slides) AS w (span, start, slides)
       WHERE NOT w.slides AND limit_window_start(w.span, decided_at) <> w.start)
    THEN
      RETURN QUERY SELECT c ->> 'id', 'retry', NULL::int, NULL::numeric, NULL::timestamptz, NULL::timestamptz
                     FROM jsonb_array_elements(calls) c;
      RETURN;
    END IF;
    FOR i IN 1 .. n LOOP
      CONTINUE WHEN NOT slides[i];
      DELETE FROM counter_event e
       WHERE e.organisation_id = owners[i] AND e.key = keys[i] AND e.at < decided_at - limit_window_length(spans[i]);
      useds[i] := (SELECT coalesce(sum(e.amount), 0) FROM counter_event e
                    WHERE e.organisation_id = owners[i] AND e.key = keys[i]);
    END LOOP;
  END IF;

  -- Everything the decision used must still stand. Each join is by a whole primary key.
  SELECT array_agg(coalesce(
           g.token_digest = c ->> 'token' AND g.revision = (c ->> 'grant_revision')::int AND g.revoked_at IS NULL
           AND (g.expires_at IS NULL OR g.expires_at > decided_at)
           AND m.user_id IS NOT NULL AND u.email = c ->> 'email'
           AND s.revision = (c ->> 'server_revision')::int
           AND p.published_version_id IS NOT DISTINCT FROM c ->> 'version'
           AND t.revision IS NOT DISTINCT FROM (c ->> 'tool_revision')::int
           AND t.hash IS NOT DISTINCT FROM c ->> 'tool_hash'
           AND t.pinned_hash IS NOT DISTINCT FROM c ->> 'pinned_hash'
           AND (c ->> 'holds_from' IS NULL OR extract(epoch FROM decided_at) * 1000 >= (c ->> 'holds_from')::numeric)
           AND (c ->> 'holds_until' IS NULL OR extract(epoch FROM decided_at) * 1000 < (c ->> 'holds_until')::numeric),
           false) ORDER BY place)
    INTO freshes
    FROM jsonb_array_elements(calls) WITH ORDINALITY AS a (c, place)
    LEFT JOIN "grant" g ON g.organisation_id = c ->> 'organisation' AND g.id = c ->> 'grant'
    LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
    LEFT JOIN "user" u ON u.id = m.user_id
    LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
                             AND gs.server_id = c ->> 'server'
    LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
    LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id AND p.server_id = gs.server_id
    LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = c ->> 'tool';

  -- Call by call, in the order of the batch: all limits of a call are taken, or none.
  FOR call, nth IN SELECT value, ordinality FROM jsonb_array_elements(calls) WITH ORDINALITY ORDER BY 2 LOOP
    failed := NULL;
    taken := '[]';
    IF freshes[nth] AND call ->> 'decision' = 'allow' THEN
      FOR draw, draw_nth IN
        SELECT value, ordinality FROM jsonb_array_elements(call -> 'draws') WITH ORDINALITY ORDER BY 2
      LOOP
        i := array_position(names, (call ->> 'organisation') || '/' || (draw ->> 'key'));
        most := (draw ->> 'max')::numeric;
        IF most <= 0 OR useds[i] + (draw ->> 'amount')::numeric > most THEN
          failed := draw;
          EXIT;
        END IF;
      END LOOP;
    END IF;

    IF NOT freshes[nth] THEN
      statuses := statuses || 'stale'::text;
    ELSIF call ->> 'decision' <> 'allow' THEN
      statuses := statuses || 'refused'::text;
    ELSIF failed IS NOT NULL THEN
      statuses := statuses || 'limit'::text;
    ELSE
      statuses := statuses || 'admitted'::text;
      seen := '{}';
      FOR draw IN SELECT value FROM jsonb_array_elements(call -> 'draws') WITH ORDINALITY ORDER BY ordinality LOOP
        i := array_position(names, (call ->> 'organisation') || '/' || (draw ->> 'key'));
        CONTINUE WHEN i = ANY (seen);  -- limits that share a counter share one count (L5)
        seen := seen || i;
        amount := (draw ->> 'amount')::numeric;
        useds[i] := useds[i] + amount;
        takens[i] := takens[i] + amount;
        taken := taken || (draw - 'message' || jsonb_build_object('start', starts[i]));
        IF slides[i] AND amount > 0 THEN
          event_owners := event_owners || owners[i];
          event_keys := event_keys || keys[i];
          event_calls := event_calls || (call ->> 'id');
          event_amounts := event_amounts || amount;
        END IF;
      END LOOP;
    END IF;

    IF failed IS NULL THEN
      failures := failures || NULL::int;
      remainings := remainings || NULL::numeric;
      resets := resets || NULL::timestamptz;
      notes := notes || CASE WHEN taken = '[]' THEN '{}'::jsonb ELSE jsonb_build_object('taken', taken) END;
    ELSE
      most := (failed ->> 'max')::numeric;
      amount := (failed ->> 'amount')::numeric;
      failures := failures || (draw_nth - 1);
      remainings := remainings || greatest(most - useds[i], 0);
      resets := resets || CASE WHEN NOT slides[i] THEN limit_window_end(spans[i], starts[i])
        ELSE coalesce(
          CASE WHEN amount <= most THEN sliding_reset(owners[i], keys[i], '-infinity', limit_window_length(spans[i]),
                                                      useds[i] + amount - most) END,
          decided_at + limit_window_length(spans[i])) END;
      notes := notes || jsonb_build_object('refused', failed - 'message' || jsonb_build_object(
        'remaining', remainings[nth], 'resetAt', resets[nth]));
    END IF;
  END LOOP;

  UPDATE counter k SET used = k.used + w.taken
    FROM unnest(owners, keys, starts, slides, takens) AS w (owner, key, start, slides, taken)
   WHERE k.organisation_id = w.owner AND k.key = w.key AND k.window_start = w.start
     AND w.taken > 0 AND NOT w.slides;
  INSERT INTO counter_event (organisation_id, key, at, call_id, amount)
  SELECT e.owner, e.key, decided_at, e.call, e.amount
    FROM unnest(event_owners, event_keys, event_calls, event_amounts) AS e (owner, key, call, amount);

  INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                    policy_version_id, tool_hash, argument_names, detail, outcome, closed_at)
  SELECT c ->> 'organisation', c ->> 'id', decided_at, c ->> 'server', c ->> 'grant', c ->> 'method', c ->> 'tool',
         CASE WHEN v.status = 'limit' THEN 'deny' ELSE c ->> 'decision' END,
         CASE WHEN v.status = 'limit' THEN v.note #>> '{refused,rule}' ELSE c ->> 'rule' END,
         CASE WHEN v.status = 'limit' THEN 'limit-reached' ELSE c ->> 'reason' END,
         CASE WHEN v.status = 'limit' THEN '' ELSE c ->> 'message' END,
         c ->> 'version', c ->> 'pinned_hash', ARRAY(SELECT jsonb_array_elements_text(c -> 'argument_names')),
         (c -> 'detail') || v.note,
         CASE WHEN v.status = 'admitted' THEN 'open' ELSE 'refused' END,
         CASE WHEN v.status = 'admitted' THEN NULL ELSE decided_at END
    FROM jsonb_array_elements(calls) WITH ORDINALITY AS a (c, place)
    JOIN unnest(statuses, notes) WITH ORDINALITY AS v (status, note, place) USING (place)
   WHERE v.status <> 'stale';

  RETURN QUERY
    SELECT c ->> 'id', v.status, v.failure, v.remaining, v.reset,
           CASE WHEN v.status <> 'stale' THEN decided_at END
      FROM jsonb_array_elements(calls) WITH ORDINALITY AS a (c, place)
      JOIN unnest(statuses, failures, remainings, resets) WITH ORDINALITY
           AS v (status, failure, remaining, reset, place) USING (place);
END $$;

-- The joins above are by primary key; without these the planner may prefer to read whole small tables.
ALTER FUNCTION admit_calls(jsonb) SET enable_hashjoin = off;
ALTER FUNCTION admit_calls(jsonb) SET enable_mergejoin = off;
