-- What a call costs Postgres, again (docs/decisions/0048). Nothing here is newer than PostgreSQL 15.

-- ---------------------------------------------------------------- refusals
-- Counting one more refusal in a record changed columns that an index held, and so wrote to every index of the table.
-- Now none holds them: the row is changed on its page. What this index is for (how many calls the refusals of a server
-- stand for) reads `repeats` from the rows it finds.
DROP INDEX "call_folded";
CREATE INDEX "call_refused" ON "call"("organisation_id", "server_id", "at" DESC) WHERE decision <> 'allow';

-- ---------------------------------------------------------------- admission
-- As in 0013, for the release before this one, too: same arguments, same locks in the same order, and a column more.
DROP FUNCTION admit_calls(text[], boolean[], text[], int[], text[], int[], text[], text[], boolean[], text[], int[],
                          numeric[], numeric[], int[], int[], numeric[], numeric[], boolean[], text[], boolean, boolean);

-- Admits, refuses and records a batch of calls, in one statement. One row per call comes back, by id:
--   admitted | limit | refused | stale (the facts have changed: it left no trace) | retry (likewise no trace: a window
--   turned over, or another transaction holds one of its counters and the batch is not patient)).
-- draw_index (from 0) names the limit that refused. record_id and record_at are the key of the record: the call's own,
-- or that of an equal refusal with which it was counted. record_tid is where its row is, or was: what closes it looks
-- there first. Null where nobody needs it.
--
-- Places count from 1. Lists of lists are arrays of two dimensions, since each argument costs its reading.
-- shapes: what calls of the batch have in common, each once:
--   1 organisation, 2 grant, 3 server, 4 version (or null), 5 tool ('' where none is named), 6 hash of its pinned
--   definition (null where no such tool is known), 7 method, 8 decision (allow | deny | await), 9 rule, 10 reason,
--   11 message, 12 names of arguments (an array), 13 detail (JSON) as it is kept of an admitted call, 14 draws (JSON),
--   each as it is kept of a call that it refused; null where they are detail.taken; and what else was known: 15 grant
--   revision, 16 token, 17 email, 18 server revision, 19 tool revision, 20 hash of its definition (both null where no
--   such tool is known)
-- bounds: [shape, holds_from, holds_until (ms, or null), when the grant ends (or null)], where one of them is known.
-- allowed: by shape, whether the policy allows it. ids, shape_of: the calls in their order, and the shape of each.
-- marks: [organisation, mark], each once. mark_of: by shape, the mark that vouches for its facts; 0 where none does.
-- spans, span_slides: the windows of the batch, each once. counters: [organisation, key, label], each once, in the
--   order of organisation and key. By counter: counter_span, its window; counter_total, what all calls of the batch
--   together take of it; counter_least, the least of its maxima.
-- draw_…: all draws, those of shape n at first_draw[n] … first_draw[n + 1] − 1: its counter, its maximum, what it
--   draws, and whether it is the draw that takes (limits that share a counter take once, L5).
-- folds: [place, organisation, id, at] of records of equal refusals that were written a moment ago. Place n stands for
--   the refusals of shape n, place (number of shapes + d) for those by draw d.
-- look: some of the limits had no room a moment ago, or have none ever: look before locking.
CREATE FUNCTION admit_calls(
  shapes text[], allowed boolean[], ids text[], shape_of int[], marks text[], mark_of int[], bounds text[],
  spans text[], span_slides boolean[], counters text[], counter_span int[], counter_total numeric[],
  counter_least numeric[], first_draw int[], draw_counter int[], draw_max numeric[], draw_amount numeric[],
  draw_takes boolean[], folds text[], look boolean, patient boolean)
RETURNS TABLE (call_id text, status text, draw_index int, remaining numeric, reset_at timestamptz, record_id text,
               record_at timestamptz, record_tid tid)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  asked_at timestamptz := clock_timestamp();
  decided_at timestamptz;
  shape_count int := array_length(allowed, 1);
  counter_count int := coalesce(array_length(counter_span, 1), 0);
  -- By span. `starts` is 'epoch' for a sliding one, as the rows of its counters say.
  starts timestamptz[]; turned boolean[]; edges timestamptz[]; any_slides boolean := coalesce(true = ANY (span_slides), false);
  -- By counter.
  useds numeric[]; unlocked numeric[]; wanted boolean[]; locked boolean[]; takens numeric[]; totals numeric[];
  newest timestamptz[]; tids tid[];
  -- By draw.
  reset_at_used numeric[]; resets_known timestamptz[];
  -- By shape.
  freshes boolean[];
  sure int[]; -- the draw that refuses it whatever happens to other calls; 0 where none does
  -- By mark.
  standing boolean[];
  -- By fold.
  heads int[]; counts int[]; folded boolean[]; fold_rows int[];
  held int[]; held_ats timestamptz[]; held_tids tid[]; held_counts int[];
  -- By call. The number of a status is its place in the names below.
  statuses int[]; failures int[]; remainings numeric[]; resets timestamptz[]; fold_of int[]; rows_for int[];
  notes jsonb[];
  -- By event of a sliding limit.
  event_counter int[] := '{}'; event_call int[] := '{}'; event_amount numeric[] := '{}';
  n int := array_length(ids, 1); s int; c int; d int; i int; f int; failed int; again boolean; locks int; changed int;
  fits boolean := true; -- whether every counter has room for all calls of the batch together
  draws_on int; -- of how many counters anything is taken then
  counted numeric; reset timestamptz; found_row record; is_any boolean; wants_rows boolean := false;
BEGIN
  -- Of the transaction, not of the function: what is acknowledged is on the disk.
  IF current_setting('synchronous_commit') <> 'on' THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;

  IF counter_count > 0 THEN
    FOR i IN 1 .. array_length(spans, 1) LOOP
      -- As limit_window_start says it, which as a function of its own takes longer than all else of a call.
      starts[i] := CASE WHEN span_slides[i] THEN 'epoch'
        WHEN spans[i] < 'A'
          THEN to_timestamp(floor(extract(epoch FROM asked_at) / spans[i]::numeric) * spans[i]::numeric)
        ELSE date_trunc(spans[i], asked_at, 'UTC') END;
    END LOOP;
    useds := array_fill(NULL::numeric, ARRAY[counter_count]);
    look := look OR patient;
    LOOP
      IF look THEN
        -- What is committed, read without a lock. Inside a window a count only grows, but for what is given back; a
        -- call that finds no room here was refused at an instant at which there was none, and so rightly, whatever
        -- comes back later. A limit of 0 has no room ever. Sliding counts are read under their lock only, and a limit
        -- after one of them waits for its turn: the first limit without room is the one that is named.
        SELECT array_agg(k.used ORDER BY w.n) INTO useds
          FROM generate_series(1, counter_count) AS w (n)
          LEFT JOIN LATERAL (
               SELECT k.used FROM counter k WHERE k.organisation_id = counters[w.n][1] AND k.key = counters[w.n][2]
                  AND k.window_start = starts[counter_span[w.n]] OFFSET 0) k ON true;
        unlocked := useds;
        wanted := array_fill(false, ARRAY[counter_count]);
        sure := array_fill(0, ARRAY[shape_count]);
        FOR s IN 1 .. shape_count LOOP
          FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
            c := draw_counter[d];
            IF draw_max[d] <= 0 OR (NOT span_slides[counter_span[c]]
                                    AND coalesce(unlocked[c], 0) + draw_amount[d] > draw_max[d]) THEN
              sure[s] := d;
              EXIT;
            END IF;
            EXIT WHEN span_slides[counter_span[c]];
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
            PERFORM pg_advisory_xact_lock(hashtextextended(counters[i][1] || '/' || counters[i][2], 0));
          ELSIF NOT pg_try_advisory_xact_lock(hashtextextended(counters[i][1] || '/' || counters[i][2], 0)) THEN
            wanted[i] := false;
            CONTINUE;
          END IF;
          is_any := true;
        END LOOP;
        IF is_any THEN
          INSERT INTO counter AS k (organisation_id, key, window_start, label, used, expires_at)
          SELECT counters[w.n][1], counters[w.n][2], starts[w.span], counters[w.n][3], 0,
                 CASE WHEN span_slides[w.span] THEN asked_at + 2 * limit_window_length(spans[w.span])
                      ELSE limit_window_end(spans[w.span], starts[w.span]) END
            FROM unnest(counter_span, wanted, useds) WITH ORDINALITY AS w (span, wanted, used, n)
           WHERE w.wanted AND w.used IS NULL
           ORDER BY w.n
          ON CONFLICT DO NOTHING;
        END IF;
      END IF;

      -- One global order of row locks, over all replicas: organisation, then key, which is the order of `counters`.
      -- The lateral reading by the whole key leaves the planner nothing to choose, whatever it takes the table's size
      -- to be; where it came to another plan, every counter there is was read for each of these.
      IF patient THEN
        SELECT array_agg(coalesce(k.used, useds[w.n]) ORDER BY w.n), array_agg(k.used IS NOT NULL ORDER BY w.n),
               array_agg(k.tid ORDER BY w.n)
          INTO useds, locked, tids
          FROM generate_series(1, counter_count) AS w (n)
          LEFT JOIN LATERAL (
               SELECT k.used, k.ctid AS tid FROM counter k
                WHERE wanted[w.n] AND k.organisation_id = counters[w.n][1] AND k.key = counters[w.n][2]
                  AND k.window_start = starts[counter_span[w.n]] FOR UPDATE) k ON true;
      ELSE
        SELECT array_agg(coalesce(k.used, useds[w.n]) ORDER BY w.n), array_agg(k.used IS NOT NULL ORDER BY w.n),
               array_agg(k.tid ORDER BY w.n), count(k.used),
               coalesce(bool_and(w.least > 0 AND k.used + w.total <= w.least), false), count(*) FILTER (WHERE w.total <> 0)
          INTO useds, locked, tids, locks, fits, draws_on
          -- Its ordinality says in which order it comes, so that nothing is sorted.
          FROM unnest(counter_span, counter_total, counter_least) WITH ORDINALITY AS w (span, total, least, n)
          LEFT JOIN LATERAL (
               SELECT k.used, k.ctid AS tid FROM counter k
                WHERE (wanted IS NULL OR wanted[w.n]) AND k.organisation_id = counters[w.n][1]
                  AND k.key = counters[w.n][2] AND k.window_start = starts[w.span]
                  FOR UPDATE SKIP LOCKED) k ON true;
      END IF;
      EXIT WHEN look OR locks = counter_count;
      -- One is not there, or is another's: look which.
      look := true;
    END LOOP;
  END IF;

  -- After the locks: a call that waited for one is decided by the time it got it.
  decided_at := clock_timestamp();
  IF counter_count > 0 THEN
    FOR i IN 1 .. array_length(spans, 1) LOOP
      IF span_slides[i] THEN
        turned[i] := false;
        edges[i] := decided_at - limit_window_length(spans[i]);
      ELSE
        turned[i] := starts[i] <> CASE WHEN spans[i] < 'A'
          THEN to_timestamp(floor(extract(epoch FROM decided_at) / spans[i]::numeric) * spans[i]::numeric)
          ELSE date_trunc(spans[i], decided_at, 'UTC') END;
      END IF;
    END LOOP;
    IF any_slides THEN
      totals := useds;
      FOR i IN 1 .. counter_count LOOP
        CONTINUE WHEN NOT span_slides[counter_span[i]];
        -- Both totals from one look: of a counter that is not locked, too, that is a sum that once was.
        SELECT coalesce(k.used - (
                 SELECT e.before FROM counter_event e
                  WHERE e.organisation_id = k.organisation_id AND e.key = k.key AND e.at >= edges[counter_span[i]]
                  ORDER BY e.at LIMIT 1), 0),
               (SELECT e.at FROM counter_event e WHERE e.organisation_id = k.organisation_id AND e.key = k.key
                 ORDER BY e.at DESC LIMIT 1)
          INTO counted, reset
          FROM counter k
         WHERE k.organisation_id = counters[i][1] AND k.key = counters[i][2] AND k.window_start = 'epoch';
        useds[i] := counted;
        newest[i] := reset;
      END LOOP;
    END IF;
    takens := array_fill(0::numeric, ARRAY[counter_count]);
  END IF;

  -- Everything the decisions used must still stand: by the mark that they were read with, or each fact by itself.
  IF array_length(marks, 1) > 0 THEN
    SELECT array_agg(m.organisation_id IS NOT NULL ORDER BY w.n) INTO standing
      FROM unnest(marks[:][1:1], marks[:][2:2]) WITH ORDINALITY AS w (organisation, mark, n)
      LEFT JOIN LATERAL (
           SELECT m.organisation_id FROM facts_mark m
            WHERE m.organisation_id = w.organisation AND m.mark = w.mark OFFSET 0) m ON true;
  END IF;
  is_any := standing IS NULL OR false = ANY (standing) OR 0 = ANY (mark_of);
  freshes := array_fill(NOT is_any, ARRAY[shape_count]);
  IF is_any THEN
    FOR s IN 1 .. shape_count LOOP
      freshes[s] := mark_of[s] > 0 AND standing[mark_of[s]];
    END LOOP;
    -- Each join is by a whole primary key.
    FOR found_row IN
      SELECT a.n
        FROM generate_series(1, shape_count) AS a (n)
        LEFT JOIN "grant" g ON g.organisation_id = shapes[a.n][1] AND g.id = shapes[a.n][2]
        LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
        LEFT JOIN "user" u ON u.id = m.user_id
        LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
                                 AND gs.server_id = shapes[a.n][3]
        LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
        LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id AND p.server_id = gs.server_id
        LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = shapes[a.n][5]
       WHERE NOT freshes[a.n]
         AND g.token_digest = shapes[a.n][16] AND g.revision = shapes[a.n][15]::int AND g.revoked_at IS NULL
         AND (g.expires_at IS NULL OR g.expires_at > decided_at)
         AND m.user_id IS NOT NULL AND u.email = shapes[a.n][17]
         AND s.revision = shapes[a.n][18]::int
         AND p.published_version_id IS NOT DISTINCT FROM shapes[a.n][4]
         AND t.revision IS NOT DISTINCT FROM shapes[a.n][19]::int
         AND t.hash IS NOT DISTINCT FROM shapes[a.n][20]
         AND t.pinned_hash IS NOT DISTINCT FROM shapes[a.n][6]
    LOOP
      freshes[found_row.n] := true;
    END LOOP;
  END IF;
  -- And the time for which it was decided must not have passed: that moves no mark.
  FOR i IN 1 .. coalesce(array_length(bounds, 1), 0) LOOP
    IF extract(epoch FROM decided_at) * 1000 < bounds[i][2]::numeric
       OR extract(epoch FROM decided_at) * 1000 >= bounds[i][3]::numeric OR bounds[i][4]::timestamptz <= decided_at THEN
      freshes[bounds[i][1]::int] := false;
    END IF;
  END LOOP;

  -- Nearly always there is room for all of them together, and nothing to decide one by one: the same counts come out.
  -- (A batch that looked, or that waited for its locks, has `sure`.)
  IF fits AND NOT any_slides AND sure IS NULL AND NOT false = ANY (allowed) AND NOT false = ANY (freshes)
     AND NOT coalesce(true = ANY (turned), false) AND NOT coalesce(false = ANY (draw_takes), false) THEN
    IF counter_count > 0 THEN
      -- Where each row was when it was locked is where it is. One that is not there any more lets nothing through.
      UPDATE counter k SET used = k.used + w.taken FROM unnest(tids, counter_total) AS w (tid, taken)
       WHERE k.ctid = w.tid AND w.taken <> 0;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed <> draws_on THEN
        RAISE EXCEPTION 'a counter that was locked has gone' USING ERRCODE = 'lock_not_available';
      END IF;
    END IF;
    RETURN QUERY
      INSERT INTO call AS k (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                             policy_version_id, tool_hash, argument_names, detail, outcome)
      SELECT shapes[w.s][1], w.id, decided_at, shapes[w.s][3], shapes[w.s][2], shapes[w.s][7], shapes[w.s][5],
             shapes[w.s][8], shapes[w.s][9], shapes[w.s][10], shapes[w.s][11], shapes[w.s][4], shapes[w.s][6],
             shapes[w.s][12]::text[], shapes[w.s][13]::jsonb, 'open'
        FROM unnest(ids, shape_of) AS w (id, s)
      RETURNING k.id, 'admitted', NULL::int, NULL::numeric, NULL::timestamptz, k.id, k.at, k.ctid;
    RETURN;
  END IF;
  statuses := array_fill(1, ARRAY[n]);
  rows_for := statuses;
  failures := array_fill(NULL::int, ARRAY[n]);
  fold_of := failures;
  -- Otherwise call by call, in the order of the batch: all limits of a call are taken, or none.
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
        IF turned[counter_span[c]] OR NOT locked[c] AND sure[s] = 0 THEN
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
      IF failed = 0 AND (sure IS NULL OR sure[s] = 0) THEN
        FOR d IN first_draw[s] .. first_draw[s + 1] - 1 LOOP
          CONTINUE WHEN NOT draw_takes[d];
          c := draw_counter[d];
          useds[c] := useds[c] + draw_amount[d];
          takens[c] := takens[c] + draw_amount[d];
          IF any_slides AND span_slides[counter_span[c]] AND draw_amount[d] > 0 THEN
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
          reset_at_used := array_fill(NULL::numeric, ARRAY[array_length(draw_counter, 1)]);
          resets_known := array_fill(NULL::timestamptz, ARRAY[array_length(draw_counter, 1)]);
        END IF;
        IF reset_at_used[failed] IS DISTINCT FROM counted OR resets_known[failed] IS NULL THEN
          reset_at_used[failed] := counted;
          resets_known[failed] := CASE
            WHEN NOT span_slides[counter_span[c]] THEN limit_window_end(spans[counter_span[c]], starts[counter_span[c]])
            WHEN draw_amount[failed] <= draw_max[failed] THEN coalesce(
              sliding_frees(counters[c][1], counters[c][2], edges[counter_span[c]],
                            counted + draw_amount[failed] - draw_max[failed])
                + limit_window_length(spans[counter_span[c]]) + interval '1 microsecond',
              decided_at + limit_window_length(spans[counter_span[c]]))
            ELSE decided_at + limit_window_length(spans[counter_span[c]]) END;
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
        fold_rows := heads;
        folded := array_fill(false, ARRAY[array_length(heads, 1)]);
      END IF;
      fold_of[i] := f;
      counts[f] := counts[f] + 1;
      rows_for[i] := 0;
      IF heads[f] = 0 THEN heads[f] := i; END IF;
    ELSE
      wants_rows := true;
    END IF;
  END LOOP;

  IF counter_count > 0 THEN
    -- Where each row was when it was locked is where it is. One that is not there any more lets nothing through.
    UPDATE counter k SET used = k.used + w.taken,
           expires_at = CASE WHEN span_slides[w.span] AND k.expires_at < decided_at + limit_window_length(spans[w.span])
                        THEN decided_at + 2 * limit_window_length(spans[w.span]) + interval '1 hour'
                        ELSE k.expires_at END
      FROM unnest(tids, takens, counter_span) AS w (tid, taken, span)
     WHERE k.ctid = w.tid AND w.taken <> 0;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed <> (SELECT count(*) FROM unnest(takens) t WHERE t <> 0) THEN
      RAISE EXCEPTION 'a counter that was locked has gone' USING ERRCODE = 'lock_not_available';
    END IF;
  END IF;
  IF array_length(event_counter, 1) > 0 THEN
    -- Always later than the event before it: where the clock was set back, what is taken counts for longer.
    INSERT INTO counter_event (organisation_id, key, at, call_id, amount, before)
    SELECT counters[e.c][1], counters[e.c][2], greatest(decided_at, newest[e.c] + interval '1 microsecond'), ids[e.i],
           e.amount, totals[e.c]
      FROM unnest(event_counter, event_call, event_amount) AS e (c, i, amount);
    -- What left its window a minute ago goes, a little more at a time than comes in. Not sooner: where the clock is
    -- set back by less than that, the window that was left is known still.
    FOR i IN 1 .. counter_count LOOP
      CONTINUE WHEN takens[i] = 0 OR NOT span_slides[counter_span[i]];
      DELETE FROM counter_event e WHERE e.ctid = ANY (ARRAY(
        SELECT o.ctid FROM counter_event o
         WHERE o.organisation_id = counters[i][1] AND o.key = counters[i][2]
           AND o.at < edges[counter_span[i]] - interval '1 minute'
         ORDER BY o.at LIMIT 2 * n + 8));
    END LOOP;
  END IF;

  IF heads IS NOT NULL THEN
    -- A record that another transaction holds is passed by: a refusal waits for nobody.
    IF array_length(folds, 1) > 0 THEN
      SELECT array_agg(w.n ORDER BY w.n), array_agg(c.at ORDER BY w.n), array_agg(c.tid ORDER BY w.n),
             array_agg(counts[w.place::int] ORDER BY w.n)
        INTO held, held_ats, held_tids, held_counts
        FROM unnest(folds[:][1:1], folds[:][2:2], folds[:][3:3], folds[:][4:4])
             WITH ORDINALITY AS w (place, organisation, id, at, n)
       CROSS JOIN LATERAL (
             SELECT c.at, c.ctid AS tid FROM call c
              WHERE counts[w.place::int] > 0 AND c.organisation_id = w.organisation AND c.id = w.id
                AND c.at = w.at::timestamptz AND c.outcome = 'refused'
                AND c.at > decided_at - interval '10 seconds' AND c.at <= decided_at
                FOR UPDATE SKIP LOCKED) c;
      -- One row for each, in their order, whatever stood there: a record that is named twice is counted in once.
      FOREACH f IN ARRAY add_repeats(held, held_ats, held_tids, held_counts, decided_at) LOOP
        c := folds[f][1]::int;
        folded[c] := true;
        fold_rows[c] := f;
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
    SELECT shapes[w.s][1], w.id, decided_at, shapes[w.s][3], shapes[w.s][2], shapes[w.s][7], shapes[w.s][5],
           CASE WHEN w.status = 2 THEN 'deny' ELSE shapes[w.s][8] END,
           CASE WHEN w.status = 2 THEN refused_by(shapes[w.s][13], shapes[w.s][14], w.note) ->> 'rule'
                ELSE shapes[w.s][9] END,
           CASE WHEN w.status = 2 THEN 'limit-reached' ELSE shapes[w.s][10] END,
           CASE WHEN w.status = 2 THEN '' ELSE shapes[w.s][11] END,
           shapes[w.s][4], shapes[w.s][6], shapes[w.s][12]::text[],
           CASE WHEN w.status = 2 THEN shapes[w.s][13]::jsonb - 'taken' || jsonb_build_object(
                       'refused', refused_by(shapes[w.s][13], shapes[w.s][14], w.note))
                ELSE shapes[w.s][13]::jsonb END,
           CASE WHEN w.status = 1 THEN 'open' ELSE 'refused' END,
           CASE WHEN w.status = 1 THEN NULL ELSE decided_at END,
           w.rows, CASE WHEN w.rows > 1 THEN decided_at END
      FROM unnest(ids, shape_of, statuses, rows_for, notes) AS w (id, s, status, rows, note)
     WHERE w.rows > 0;
  END IF;

  RETURN QUERY
    SELECT v.id, (ARRAY['admitted', 'limit', 'refused', 'stale', 'retry'])[v.status], v.failure, v.remaining,
           v.reset,
           CASE WHEN v.status > 3 THEN NULL WHEN v.fold IS NULL THEN v.id
                WHEN folded[v.fold] THEN folds[fold_rows[v.fold]][3] ELSE ids[heads[v.fold]] END,
           CASE WHEN v.status > 3 THEN NULL WHEN folded[v.fold]
                THEN folds[fold_rows[v.fold]][4]::timestamptz ELSE decided_at END,
           NULL::tid
      FROM unnest(ids, statuses, failures, remainings, resets, fold_of)
           AS v (id, status, failure, remaining, reset, fold);
END $$;

-- All readings are by a whole key; without these the planner may prefer to read whole small tables.
DO $$
DECLARE
  setting text;
BEGIN
  FOREACH setting IN ARRAY ARRAY[
    'lock_timeout = ''1s''',
    'enable_hashjoin = off', 'enable_mergejoin = off', 'enable_seqscan = off',
    -- Planned once for each connection: planning anew for each batch took three quarters of its time.
    'plan_cache_mode = force_generic_plan',
    -- Before PostgreSQL 18 what is switched off above counts as a cost, and so large a cost would have each plan compiled.
    'jit = off']
  LOOP
    EXECUTE 'ALTER FUNCTION admit_calls(text[], boolean[], text[], int[], text[], int[], text[], text[], boolean[], text[], '
      'int[], numeric[], numeric[], int[], int[], numeric[], numeric[], boolean[], text[], boolean, boolean) SET ' || setting;
  END LOOP;
END $$;

-- Counts refusals in the records at these places, which the caller has locked. Says of which it did, by `places`.
CREATE FUNCTION add_repeats(places int[], ats timestamptz[], tids tid[], counts int[], now_at timestamptz) RETURNS int[]
LANGUAGE plpgsql AS $$
DECLARE
  done int[];
BEGIN
  WITH counted AS (
    UPDATE call c SET repeats = c.repeats + w.added, last_at = now_at
      FROM unnest(places, ats, tids, counts) AS w (place, at, tid, added)
     WHERE c.at = w.at AND c.ctid = w.tid AND c.outcome = 'refused'
    RETURNING w.place)
  SELECT coalesce(array_agg(k.place), '{}') INTO done FROM counted k;
  RETURN done;
END $$;

-- ---------------------------------------------------------------- outcomes
-- Writes what became of calls; the arrays have one element for each. organisations, ids and ats are the keys of the
-- records (an `at` that is null is found by recent_call_at), tids where their rows were when they were written, or null.
-- outcomes: null leaves a record's as it is, for who brings a message alone.
--
-- A row that is where it was is reached without an index; its key is compared there, since another may have that place.
-- What is not found so is found by its key, as in 0018, which goes on for the release before this one. A record that was
-- measured is not closed again, and the truth is written over 'unknown' when it comes after all.
CREATE FUNCTION close_calls(organisations text[], ids text[], ats timestamptz[], tids tid[], outcomes text[],
  statuses int[], latencies double precision[], gateways double precision[], sizes int[], messages text[])
RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  done bigint[];
BEGIN
  WITH closed AS (
    UPDATE call c SET outcome = o.outcome, upstream_status = o.status, latency_ms = o.latency, gateway_ms = o.gateway,
           response_bytes = o.bytes, closed_at = clock_timestamp()
      FROM unnest(organisations, ids, ats, tids, outcomes, statuses, latencies, gateways, sizes, messages) WITH ORDINALITY
           AS o (organisation, id, at, tid, outcome, status, latency, gateway, bytes, message, n)
     WHERE c.at = o.at AND c.ctid = o.tid AND c.id = o.id AND c.organisation_id = o.organisation
       AND o.outcome IS NOT NULL AND o.message IS NULL AND c.outcome = 'open'
    RETURNING o.n, c.organisation_id, c.id, c.at, c.server_id, c.grant_id, c.closed_at, c.latency_ms, c.gateway_ms),
  late AS (
    INSERT INTO call_late (organisation_id, call_id, at, server_id, grant_id, gateway_ms, upstream_ms)
    SELECT organisation_id, id, at, server_id, grant_id, gateway_ms, greatest(latency_ms - gateway_ms, 0) FROM closed
     WHERE closed_at - at >= late_after() AND latency_ms IS NOT NULL AND gateway_ms IS NOT NULL)
  SELECT coalesce(array_agg(n), '{}') INTO done FROM closed;
  IF cardinality(done) < cardinality(ids) THEN
    PERFORM close_calls_by_key(organisations, ids, ats, outcomes, statuses, latencies, gateways, sizes, messages, done);
  END IF;
END $$;

CREATE FUNCTION close_calls_by_key(organisations text[], ids text[], ats timestamptz[], outcomes text[], statuses int[],
  latencies double precision[], gateways double precision[], sizes int[], messages text[], done bigint[])
RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  WITH closed AS (
    UPDATE call c SET outcome = coalesce(o.outcome, c.outcome), upstream_status = coalesce(o.status, c.upstream_status),
           latency_ms = coalesce(o.latency, c.latency_ms), gateway_ms = coalesce(o.gateway, c.gateway_ms),
           response_bytes = coalesce(o.bytes, c.response_bytes), message = coalesce(o.message, c.message),
           closed_at = CASE WHEN o.outcome IS NULL THEN c.closed_at ELSE clock_timestamp() END
      FROM unnest(organisations, ids, ats, outcomes, statuses, latencies, gateways, sizes, messages) WITH ORDINALITY
           AS o (organisation, id, at, outcome, status, latency, gateway, bytes, message, n)
     WHERE o.n <> ALL (done) AND c.organisation_id = o.organisation AND c.id = o.id
       AND c.at = coalesce(o.at, recent_call_at(o.organisation, o.id))
       AND (o.outcome IS NULL OR c.outcome = 'open' OR c.outcome = 'unknown' AND c.latency_ms IS NULL)
    RETURNING c.organisation_id, c.id, c.at, c.server_id, c.grant_id, c.closed_at, c.latency_ms, c.gateway_ms,
              o.outcome IS NOT NULL AS is_closed)
  INSERT INTO call_late (organisation_id, call_id, at, server_id, grant_id, gateway_ms, upstream_ms)
  SELECT organisation_id, id, at, server_id, grant_id, gateway_ms, greatest(latency_ms - gateway_ms, 0) FROM closed
   WHERE is_closed AND closed_at - at >= late_after() AND latency_ms IS NOT NULL AND gateway_ms IS NOT NULL;
END $$;

-- What names the places of rows is planned to look there, and nowhere else: of a partition that was empty when the plan
-- was made the planner takes any index for cheaper, and reads all of it once it has filled.
DO $$
DECLARE
  own text;
  setting text;
BEGIN
  FOREACH own IN ARRAY ARRAY[
    'add_repeats(int[], timestamptz[], tid[], int[], timestamptz)',
    'close_calls(text[], text[], timestamptz[], tid[], text[], int[], double precision[], double precision[], int[], text[])',
    'close_calls_by_key(text[], text[], timestamptz[], text[], int[], double precision[], double precision[], int[], text[], bigint[])']
  LOOP
    FOREACH setting IN ARRAY ARRAY['enable_hashjoin = off', 'enable_mergejoin = off', 'enable_seqscan = off',
                                   'plan_cache_mode = force_generic_plan', 'jit = off']
    LOOP
      EXECUTE format('ALTER FUNCTION %s SET %s', own, setting);
    END LOOP;
    FOREACH setting IN ARRAY ARRAY['enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan'] LOOP
      EXECUTE format('ALTER FUNCTION %s SET %s = %s', own, setting, own LIKE '%by_key%');
    END LOOP;
  END LOOP;
END $$;
