-- Admission, fast and without harm to neighbours (docs/decisions/0023). Nothing here is newer than PostgreSQL 15.

-- Equal refusals that follow each other fold into one row: how many it stands for, and when the last one was.
ALTER TABLE "call" ADD COLUMN     "last_at" TIMESTAMPTZ(6),
ADD COLUMN     "repeats" INTEGER NOT NULL DEFAULT 1;

-- A sliding limit is read as the difference of two running totals, however many events lie between: `counter.used`
-- of its one row (window_start 'epoch') is all that was ever taken, `counter_event.before` what had been taken
-- before the batch that wrote the event. So the events from an instant on sum to used − before of the first of them.
ALTER TABLE "counter_event" ADD COLUMN     "before" DECIMAL NOT NULL DEFAULT 0;
UPDATE counter_event e SET before = s.before
  FROM (SELECT organisation_id, key, at, call_id,
               coalesce(sum(amount) OVER (PARTITION BY organisation_id, key ORDER BY at
                                          GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM counter_event) s
 WHERE e.organisation_id = s.organisation_id AND e.key = s.key AND e.at = s.at AND e.call_id = s.call_id;
UPDATE counter k SET used = (SELECT coalesce(sum(e.amount), 0) FROM counter_event e
                              WHERE e.organisation_id = k.organisation_id AND e.key = k.key)
 WHERE k.window_start = 'epoch';
-- A busy counter is written with every batch: room on its page keeps that out of the indexes.
ALTER TABLE "counter" SET (fillfactor = 50);

DROP FUNCTION admit_calls(jsonb);
DROP FUNCTION give_back(text, text);
DROP FUNCTION sliding_reset(text, text, timestamptz, interval, numeric);

-- The event with which at least `missing` has left a sliding window that looks back to `since`: the time of the last
-- event that must pass; null where all of them are not enough. A few events are walked, many are bisected by time.
CREATE FUNCTION sliding_frees(organisation text, counter_key text, since timestamptz, missing numeric)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  first_before numeric;
  total numeric;
  low timestamptz;
  high timestamptz;
  middle timestamptz;
  found_at timestamptz;
  found_before numeric;
BEGIN
  SELECT k.used INTO total FROM counter k
   WHERE k.organisation_id = organisation AND k.key = counter_key AND k.window_start = 'epoch';
  SELECT e.at, e.before INTO low, first_before FROM counter_event e
   WHERE e.organisation_id = organisation AND e.key = counter_key AND e.at >= since ORDER BY e.at LIMIT 1;
  IF NOT FOUND OR total - first_before < missing THEN RETURN NULL; END IF;
  -- The first event before which enough was taken; all earlier ones must pass, and it need not.
  SELECT e.at INTO found_at FROM (
    SELECT w.at, w.before FROM counter_event w
     WHERE w.organisation_id = organisation AND w.key = counter_key AND w.at >= since ORDER BY w.at LIMIT 20) e
   WHERE e.before - first_before >= missing ORDER BY e.at LIMIT 1;
  IF found_at IS NULL THEN
    SELECT max(e.at) INTO high FROM counter_event e WHERE e.organisation_id = organisation AND e.key = counter_key;
    -- Of the instants from `low` to `high`, the last one at which the first event from there on is still too early.
    LOOP
      middle := low + (high - low) / 2;
      SELECT e.at, e.before INTO found_at, found_before FROM counter_event e
       WHERE e.organisation_id = organisation AND e.key = counter_key AND e.at > middle ORDER BY e.at LIMIT 1;
      IF NOT FOUND OR found_before - first_before >= missing THEN
        EXIT WHEN middle <= low;
        high := middle;
      ELSE
        low := found_at;
      END IF;
    END LOOP;
    RETURN low;
  END IF;
  RETURN (SELECT max(e.at) FROM counter_event e
           WHERE e.organisation_id = organisation AND e.key = counter_key AND e.at < found_at);
END $$;

-- Admits, refuses and records a batch of calls, in one statement. One row per call comes back, by id:
--   admitted | limit | refused | stale (the facts have changed: it left no trace) | retry (likewise no trace: a window
--   turned over, or another transaction holds one of its counters and the batch is not patient).
-- draw_index (from 0) names the limit that refused. record_id and record_at are the key of the record: the call's own,
-- or that of an equal refusal with which it was counted.
--
-- shapes: what calls of the batch have in common, each once, n from 1:
--   n, calls (their places in `ids`), organisation, grant, grant_revision, token, email, server, server_revision,
--   version (or null), tool ('' where none is named), tool_revision, tool_hash, pinned_hash (null where no such tool is
--   known), method, decision (allow | deny | await), rule, reason, message, argument_names, holds_from, holds_until (ms,
--   or null), detail and, where it draws, drawn (detail as it is kept of an admitted call) and draws (each as it is
--   kept of a call that it refused)
-- allowed: by shape, whether the policy allows it. ids, shape_of: the calls in their order, and the shape of each.
-- counter_…: every counter of the batch once: whose it is, key, label, window, algorithm.
-- draw_…: all draws, those of shape n at first_draw[n] … first_draw[n + 1] − 1: its counter, its maximum, what it
--   draws, and whether it is the draw that takes (limits that share a counter take once, L5).
-- fold_…: records of equal refusals that were written a moment ago. Place n stands for the refusals of shape n, place
--   (number of shapes + d) for those by draw d.
-- look: some of the limits had no room a moment ago, or have none ever: look before locking.
CREATE FUNCTION admit_calls(
  shapes jsonb, allowed boolean[], ids text[], shape_of int[], counter_owner text[], counter_key text[],
  counter_label text[], counter_span text[], counter_slides boolean[], first_draw int[], draw_counter int[],
  draw_max numeric[], draw_amount numeric[], draw_takes boolean[], fold_place int[], fold_organisation text[],
  fold_id text[], fold_at timestamptz[], look boolean, patient boolean)
RETURNS TABLE (call_id text, status text, draw_index int, remaining numeric, reset_at timestamptz, record_id text,
               record_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  asked_at timestamptz := clock_timestamp();
  decided_at timestamptz;
  shape_count int := array_length(allowed, 1);
  counter_count int := coalesce(array_length(counter_key, 1), 0);
  -- By counter. `starts` is 'epoch' for a sliding one, as its row says.
  starts timestamptz[]; useds numeric[]; unlocked numeric[]; wanted boolean[]; locked boolean[]; takens numeric[];
  turned boolean[]; totals numeric[]; edges timestamptz[]; newest timestamptz[];
  -- By draw.
  reset_at_used numeric[]; resets_known timestamptz[];
  -- By shape.
  freshes boolean[];
  sure int[]; -- the draw that refuses it whatever happens to other calls; 0 where none does
  -- By fold.
  heads int[]; counts int[]; folded boolean[];
  -- By call. The number of a status is its place in the names below.
  statuses int[]; failures int[]; remainings numeric[]; resets timestamptz[]; folds int[]; rows_for int[];
  notes jsonb[];
  -- By event of a sliding limit.
  event_counter int[] := '{}'; event_call int[] := '{}'; event_amount numeric[] := '{}';
  n int := array_length(ids, 1); s int; c int; d int; i int; f int; failed int; again boolean; locks int;
  counted numeric; reset timestamptz; found_row record; is_any boolean; wants_rows boolean := false;
BEGIN
  PERFORM set_config('lock_timeout', '1s', true), set_config('synchronous_commit', 'on', true);

  IF counter_count > 0 THEN
    useds := array_fill(NULL::numeric, ARRAY[counter_count]);
    wanted := array_fill(true, ARRAY[counter_count]);
    locked := array_fill(false, ARRAY[counter_count]);
    sure := array_fill(0, ARRAY[shape_count]);
    FOR i IN 1 .. counter_count LOOP
      IF counter_slides[i] THEN
        starts[i] := 'epoch';
      ELSIF i > 1 AND counter_span[i] = counter_span[i - 1] AND NOT counter_slides[i - 1] THEN
        starts[i] := starts[i - 1];
      ELSIF counter_span[i] < 'A' THEN
        starts[i] := to_timestamp(floor(extract(epoch FROM asked_at) / counter_span[i]::numeric) * counter_span[i]::numeric);
      ELSE
        starts[i] := date_trunc(counter_span[i], asked_at, 'UTC');
      END IF;
    END LOOP;

    look := look OR patient;
    LOOP
      IF look THEN
        -- What is committed, read without a lock. Inside a window a count only grows, but for what is given back; a
        -- call that finds no room here was refused at an instant at which there was none, and so rightly, whatever
        -- comes back later. A limit of 0 has no room ever. Sliding counts are read under their lock only, and a limit
        -- after one of them waits for its turn: the first limit without room is the one that is named.
        FOR found_row IN
          SELECT w.n, k.used FROM unnest(counter_owner, counter_key, starts) WITH ORDINALITY AS w (owner, key, start, n)
            JOIN counter k ON k.organisation_id = w.owner AND k.key = w.key AND k.window_start = w.start
        LOOP
          useds[found_row.n] := found_row.used;
        END LOOP;
        unlocked := useds;
        wanted := array_fill(false, ARRAY[counter_count]);
        FOR s IN 1 .. shape_count LOOP
          FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
            c := draw_counter[d];
            IF draw_max[d] <= 0
               OR (NOT counter_slides[c] AND coalesce(unlocked[c], 0) + draw_amount[d] > draw_max[d]) THEN
              sure[s] := d;
              EXIT;
            END IF;
            EXIT WHEN counter_slides[c];
          END LOOP;
          CONTINUE WHEN sure[s] > 0;
          FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
            wanted[draw_counter[d]] := true;
          END LOOP;
        END LOOP;

        -- A counter that is not there yet is made under an advisory lock, so that nobody has to wait for a row that
        -- another transaction has not committed. Who waits for these locks takes all of them before the first row:
        -- no circle can close.
        is_any := false;
        FOR i IN 1 .. counter_count LOOP
          CONTINUE WHEN NOT wanted[i] OR useds[i] IS NOT NULL;
          IF patient THEN
            PERFORM pg_advisory_xact_lock(hashtextextended(counter_owner[i] || '/' || counter_key[i], 0));
          ELSIF NOT pg_try_advisory_xact_lock(hashtextextended(counter_owner[i] || '/' || counter_key[i], 0)) THEN
            wanted[i] := false;
            CONTINUE;
          END IF;
          is_any := true;
        END LOOP;
        IF is_any THEN
          INSERT INTO counter AS k (organisation_id, key, window_start, label, used, expires_at)
          SELECT w.owner, w.key, w.start, w.label, 0,
                 CASE WHEN w.slides THEN asked_at + 2 * limit_window_length(w.span) ELSE limit_window_end(w.span, w.start) END
            FROM unnest(counter_owner, counter_key, starts, counter_label, counter_span, counter_slides, wanted, useds)
                 AS w (owner, key, start, label, span, slides, wanted, used)
           WHERE w.wanted AND w.used IS NULL
           ORDER BY w.owner COLLATE "C", w.key COLLATE "C"
          ON CONFLICT DO NOTHING;
        END IF;
      END IF;

      -- One global order of row locks, over all replicas: organisation, then key.
      locks := 0;
      IF patient THEN
        FOR found_row IN
          SELECT w.n, k.used FROM unnest(counter_owner, counter_key, starts, wanted) WITH ORDINALITY
                 AS w (owner, key, start, wanted, n)
            JOIN counter k ON k.organisation_id = w.owner AND k.key = w.key AND k.window_start = w.start
           WHERE w.wanted ORDER BY k.organisation_id COLLATE "C", k.key COLLATE "C" FOR UPDATE OF k
        LOOP
          useds[found_row.n] := found_row.used;
          locked[found_row.n] := true;
        END LOOP;
      ELSIF NOT look OR true = ANY (wanted) THEN
        FOR found_row IN
          SELECT w.n, k.used FROM unnest(counter_owner, counter_key, starts, wanted) WITH ORDINALITY
                 AS w (owner, key, start, wanted, n)
            JOIN counter k ON k.organisation_id = w.owner AND k.key = w.key AND k.window_start = w.start
           WHERE w.wanted FOR UPDATE OF k SKIP LOCKED
        LOOP
          useds[found_row.n] := found_row.used;
          locked[found_row.n] := true;
          locks := locks + 1;
        END LOOP;
      END IF;
      EXIT WHEN look OR locks = counter_count;
      -- One is not there, or is another's: look which.
      look := true;
    END LOOP;
  END IF;

  -- After the locks: a call that waited for one is decided by the time it got it.
  decided_at := clock_timestamp();
  IF counter_count > 0 THEN
    takens := array_fill(0::numeric, ARRAY[counter_count]);
    turned := array_fill(false, ARRAY[counter_count]);
    totals := useds;
    FOR i IN 1 .. counter_count LOOP
      IF counter_slides[i] THEN
        edges[i] := decided_at - limit_window_length(counter_span[i]);
        -- Both totals from one look: of a counter that is not locked, too, that is a sum that once was.
        SELECT coalesce(k.used - (
                 SELECT e.before FROM counter_event e
                  WHERE e.organisation_id = k.organisation_id AND e.key = k.key AND e.at >= edges[i]
                  ORDER BY e.at LIMIT 1), 0),
               (SELECT max(e.at) FROM counter_event e WHERE e.organisation_id = k.organisation_id AND e.key = k.key)
          INTO counted, reset
          FROM counter k
         WHERE k.organisation_id = counter_owner[i] AND k.key = counter_key[i] AND k.window_start = 'epoch';
        useds[i] := counted;
        newest[i] := reset;
      ELSIF i > 1 AND counter_span[i] = counter_span[i - 1] AND NOT counter_slides[i - 1] THEN
        turned[i] := turned[i - 1];
      ELSIF counter_span[i] < 'A' THEN
        turned[i] := starts[i] <> to_timestamp(
          floor(extract(epoch FROM decided_at) / counter_span[i]::numeric) * counter_span[i]::numeric);
      ELSE
        turned[i] := starts[i] <> date_trunc(counter_span[i], decided_at, 'UTC');
      END IF;
    END LOOP;
    reset_at_used := array_fill(NULL::numeric, ARRAY[greatest(array_length(draw_counter, 1), 1)]);
    resets_known := array_fill(NULL::timestamptz, ARRAY[greatest(array_length(draw_counter, 1), 1)]);
  END IF;

  -- Everything the decisions used must still stand. Each join is by a whole primary key.
  freshes := array_fill(false, ARRAY[shape_count]);
  FOR found_row IN
    SELECT a.n
    FROM jsonb_to_recordset(shapes) AS a (n int, organisation text, "grant" text, grant_revision int, token text,
         email text, server text, server_revision int, version text, tool text, tool_revision int, tool_hash text,
         pinned_hash text, holds_from numeric, holds_until numeric)
    LEFT JOIN "grant" g ON g.organisation_id = a.organisation AND g.id = a."grant"
    LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
    LEFT JOIN "user" u ON u.id = m.user_id
    LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
                             AND gs.server_id = a.server
    LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
    LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id AND p.server_id = gs.server_id
    LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = a.tool
   WHERE g.token_digest = a.token AND g.revision = a.grant_revision AND g.revoked_at IS NULL
     AND (g.expires_at IS NULL OR g.expires_at > decided_at)
     AND m.user_id IS NOT NULL AND u.email = a.email
     AND s.revision = a.server_revision
     AND p.published_version_id IS NOT DISTINCT FROM a.version
     AND t.revision IS NOT DISTINCT FROM a.tool_revision
     AND t.hash IS NOT DISTINCT FROM a.tool_hash
     AND t.pinned_hash IS NOT DISTINCT FROM a.pinned_hash
     AND (a.holds_from IS NULL OR extract(epoch FROM decided_at) * 1000 >= a.holds_from)
     AND (a.holds_until IS NULL OR extract(epoch FROM decided_at) * 1000 < a.holds_until)
  LOOP
    freshes[found_row.n] := true;
  END LOOP;

  -- Call by call, in the order of the batch: all limits of a call are taken, or none.
  statuses := array_fill(1, ARRAY[n]);
  rows_for := array_fill(1, ARRAY[n]);
  failures := array_fill(NULL::int, ARRAY[n]);
  folds := failures;
  FOR i IN 1 .. n LOOP
    s := shape_of[i];
    IF NOT freshes[s] THEN
      statuses[i] := 4;
      rows_for[i] := 0;
      CONTINUE;
    END IF;
    f := NULL;
    IF NOT allowed[s] THEN
      statuses[i] := 3;
      f := s;
    ELSIF first_draw[s] < first_draw[s + 1] THEN
      failed := 0;
      again := false;
      FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
        c := draw_counter[d];
        IF turned[c] OR NOT locked[c] AND sure[s] = 0 THEN
          again := true;
          EXIT;
        ELSIF draw_max[d] <= 0 OR coalesce(useds[c], 0) + draw_amount[d] > draw_max[d] THEN
          failed := d;
          EXIT;
        END IF;
      END LOOP;
      IF again THEN
        statuses[i] := 5;
        rows_for[i] := 0;
        CONTINUE;
      END IF;
      IF failed = 0 AND sure[s] = 0 THEN
        FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
          CONTINUE WHEN NOT draw_takes[d];
          c := draw_counter[d];
          useds[c] := useds[c] + draw_amount[d];
          takens[c] := takens[c] + draw_amount[d];
          IF counter_slides[c] AND draw_amount[d] > 0 THEN
            event_counter := event_counter || c;
            event_call := event_call || i;
            event_amount := event_amount || draw_amount[d];
          END IF;
        END LOOP;
      ELSE
        -- Given back since the look without a lock: refused by what was seen then.
        IF failed = 0 THEN
          failed := sure[s];
          c := draw_counter[failed];
          counted := coalesce(unlocked[c], 0);
        ELSE
          counted := coalesce(useds[c], 0);
        END IF;
        IF remainings IS NULL THEN
          remainings := array_fill(NULL::numeric, ARRAY[n]);
          resets := array_fill(NULL::timestamptz, ARRAY[n]);
          notes := array_fill(NULL::jsonb, ARRAY[n]);
        END IF;
        IF reset_at_used[failed] IS DISTINCT FROM counted OR resets_known[failed] IS NULL THEN
          reset_at_used[failed] := counted;
          resets_known[failed] := CASE
            WHEN NOT counter_slides[c] THEN limit_window_end(counter_span[c], starts[c])
            WHEN draw_amount[failed] <= draw_max[failed] THEN coalesce(
              sliding_frees(counter_owner[c], counter_key[c], edges[c], counted + draw_amount[failed] - draw_max[failed])
                + limit_window_length(counter_span[c]) + interval '1 microsecond',
              decided_at + limit_window_length(counter_span[c]))
            ELSE decided_at + limit_window_length(counter_span[c]) END;
        END IF;
        statuses[i] := 2;
        f := shape_count + failed;
        failures[i] := failed - first_draw[s];
        remainings[i] := greatest(draw_max[failed] - counted, 0);
        resets[i] := resets_known[failed];
      END IF;
    END IF;

    IF f IS NOT NULL THEN
      IF heads IS NULL THEN
        heads := array_fill(0, ARRAY[shape_count + coalesce(array_length(draw_counter, 1), 0)]);
        counts := heads;
        folded := array_fill(false, ARRAY[array_length(heads, 1)]);
      END IF;
      folds[i] := f;
      counts[f] := counts[f] + 1;
      rows_for[i] := 0;
      IF heads[f] = 0 THEN heads[f] := i; END IF;
    ELSE
      wants_rows := true;
    END IF;
  END LOOP;

  -- One by one, each by its whole key: joined, they were read over and over where the table's statistics were old.
  FOR i IN 1 .. counter_count LOOP
    CONTINUE WHEN takens[i] = 0;
    UPDATE counter k SET used = k.used + takens[i],
           expires_at = CASE WHEN counter_slides[i] AND k.expires_at < decided_at + limit_window_length(counter_span[i])
                        THEN decided_at + 2 * limit_window_length(counter_span[i]) + interval '1 hour'
                        ELSE k.expires_at END
     WHERE k.organisation_id = counter_owner[i] AND k.key = counter_key[i] AND k.window_start = starts[i];
  END LOOP;
  IF array_length(event_counter, 1) > 0 THEN
    -- Always later than the event before it: where the clock was set back, what is taken counts for longer.
    INSERT INTO counter_event (organisation_id, key, at, call_id, amount, before)
    SELECT counter_owner[e.c], counter_key[e.c], greatest(decided_at, newest[e.c] + interval '1 microsecond'), ids[e.i], e.amount,
           totals[e.c]
      FROM unnest(event_counter, event_call, event_amount) AS e (c, i, amount);
    -- What left its window a minute ago goes, a little more at a time than comes in. Not sooner: where the clock is
    -- set back by less than that, the window that was left is known still.
    FOR i IN 1 .. counter_count LOOP
      CONTINUE WHEN takens[i] = 0 OR NOT counter_slides[i];
      DELETE FROM counter_event e WHERE e.ctid = ANY (ARRAY(
        SELECT o.ctid FROM counter_event o
         WHERE o.organisation_id = counter_owner[i] AND o.key = counter_key[i] AND o.at < edges[i] - interval '1 minute'
         ORDER BY o.at LIMIT 2 * n + 8));
    END LOOP;
  END IF;

  IF heads IS NOT NULL THEN
    -- A record that another transaction holds is passed by: a refusal waits for nobody.
    IF array_length(fold_place, 1) > 0 THEN
      FOR found_row IN
        WITH target AS (
          SELECT w.place, c.organisation_id, c.id, c.at
            FROM unnest(fold_place, fold_organisation, fold_id, fold_at) AS w (place, organisation, id, at)
            JOIN call c ON c.organisation_id = w.organisation AND c.id = w.id AND c.at = w.at
           WHERE counts[w.place] > 0 AND c.outcome = 'refused'
             AND c.at > decided_at - interval '10 seconds' AND c.at <= decided_at
           FOR UPDATE OF c SKIP LOCKED)
        UPDATE call c SET repeats = c.repeats + counts[w.place], last_at = decided_at FROM target w
         WHERE c.organisation_id = w.organisation_id AND c.id = w.id AND c.at = w.at
        RETURNING w.place, w.id, w.at
      LOOP
        folded[found_row.place] := true;
      END LOOP;
    END IF;
    FOR f IN 1 .. array_length(heads, 1) LOOP
      CONTINUE WHEN heads[f] = 0 OR folded[f];
      i := heads[f];
      rows_for[i] := counts[f];
      wants_rows := true;
      IF statuses[i] = 2 THEN
        notes[i] := jsonb_build_object('remaining', remainings[i], 'resetAt', resets[i], 'at', failures[i]);
      END IF;
    END LOOP;
  END IF;

  IF wants_rows THEN
    INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                      policy_version_id, tool_hash, argument_names, detail, outcome, closed_at, repeats, last_at)
    SELECT a.organisation, ids[i], decided_at, a.server, a."grant", a.method, a.tool,
           CASE WHEN statuses[i] = 2 THEN 'deny' ELSE a.decision END,
           CASE WHEN statuses[i] = 2 THEN a.draws -> (notes[i] ->> 'at')::int ->> 'rule' ELSE a.rule END,
           CASE WHEN statuses[i] = 2 THEN 'limit-reached' ELSE a.reason END,
           CASE WHEN statuses[i] = 2 THEN '' ELSE a.message END,
           a.version, a.pinned_hash, a.argument_names,
           CASE WHEN statuses[i] = 2
                  THEN a.detail || jsonb_build_object('refused', a.draws -> (notes[i] ->> 'at')::int || (notes[i] - 'at'))
                WHEN statuses[i] = 1 THEN coalesce(a.drawn, a.detail)
                ELSE a.detail END,
           CASE WHEN statuses[i] = 1 THEN 'open' ELSE 'refused' END,
           CASE WHEN statuses[i] = 1 THEN NULL ELSE decided_at END,
           rows_for[i], CASE WHEN rows_for[i] > 1 THEN decided_at END
      FROM jsonb_to_recordset(shapes) AS a (n int, calls int[], organisation text, "grant" text, server text,
           version text, tool text, pinned_hash text, method text, decision text, rule text, reason text, message text,
           argument_names text[], detail jsonb, drawn jsonb, draws jsonb), unnest(a.calls) AS i
     WHERE rows_for[i] > 0;
  END IF;

  RETURN QUERY
    SELECT v.id, (ARRAY['admitted', 'limit', 'refused', 'stale', 'retry'])[v.status], v.failure, v.remaining, v.reset,
           CASE WHEN v.status > 3 THEN NULL WHEN v.fold IS NULL THEN v.id
                WHEN folded[v.fold] THEN fold_id[array_position(fold_place, v.fold)] ELSE ids[heads[v.fold]] END,
           CASE WHEN v.status > 3 THEN NULL WHEN folded[v.fold]
                THEN fold_at[array_position(fold_place, v.fold)] ELSE decided_at END
      FROM unnest(ids, statuses, failures, remainings, resets, folds)
           AS v (id, status, failure, remaining, reset, fold);
END $$;

-- The joins above are by primary key; without these the planner may prefer to read whole small tables.
ALTER FUNCTION admit_calls SET enable_hashjoin = off;
ALTER FUNCTION admit_calls SET enable_mergejoin = off;
ALTER FUNCTION admit_calls SET enable_seqscan = off;
-- Planned once for each connection: planning anew for each batch took three quarters of its time.
ALTER FUNCTION admit_calls SET plan_cache_mode = force_generic_plan;
-- Before PostgreSQL 18 what is switched off above counts as a cost, and so large a cost would have each plan compiled.
ALTER FUNCTION admit_calls SET jit = off;

-- Gives back what the draws of one call took, under the locks and in the order of admission.
-- taken: the record's detail.taken; record_at: the record's time.
CREATE FUNCTION return_taken(organisation text, call_id text, record_at timestamptz, taken jsonb) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  took jsonb;
  counter_key text;
  event_at timestamptz;
BEGIN
  FOR took IN SELECT value FROM jsonb_array_elements(coalesce(taken, '[]')) ORDER BY (value ->> 'key') COLLATE "C" LOOP
    counter_key := took ->> 'key';
    IF NOT (took ->> 'sliding')::boolean THEN
      -- The window is the one that held the record: admission refuses a call whose window turned over.
      UPDATE counter k SET used = k.used - (took ->> 'amount')::numeric
       WHERE k.organisation_id = organisation AND k.key = counter_key
         AND k.window_start = coalesce((took ->> 'start')::timestamptz, limit_window_start(took ->> 'window', record_at));
      CONTINUE;
    END IF;
    PERFORM FROM counter k WHERE k.organisation_id = organisation AND k.key = counter_key AND k.window_start = 'epoch'
       FOR UPDATE;
    -- Not before the record, and later only where the clock had been set back.
    DELETE FROM counter_event e WHERE e.organisation_id = organisation AND e.key = counter_key
       AND e.at >= record_at AND e.call_id = return_taken.call_id
    RETURNING e.at INTO event_at;
    CONTINUE WHEN NOT FOUND;
    UPDATE counter_event e SET before = e.before - (took ->> 'amount')::numeric
     WHERE e.organisation_id = organisation AND e.key = counter_key AND e.at > event_at;
    UPDATE counter k SET used = k.used - (took ->> 'amount')::numeric
     WHERE k.organisation_id = organisation AND k.key = counter_key AND k.window_start = 'epoch';
  END LOOP;
END $$;

-- Gives back exactly what an admitted call took, once, and says in its record that it was not sent (L6).
-- For a call of which no byte was handed over, and for a commit whose answer was lost.
CREATE FUNCTION give_back(organisation text, call_id text) RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  record_at timestamptz;
  detail jsonb;
BEGIN
  UPDATE call c SET outcome = 'not_sent', closed_at = clock_timestamp()
   WHERE c.organisation_id = organisation AND c.id = give_back.call_id AND c.outcome = 'open'
  RETURNING c.at, c.detail INTO record_at, detail;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM return_taken(organisation, call_id, record_at, detail -> 'taken');
  RETURN true;
END $$;
