-- Before PostgreSQL 18 a kind of plan that is switched off counts as a cost, and so large a cost has each plan compiled:
-- a purge over all partitions then took longer than a statement may. Functions that switch kinds of plans off run
-- their plans as they are.
DO $$
DECLARE
  own regprocedure;
BEGIN
  FOR own IN SELECT p.oid::regprocedure FROM pg_proc p
              WHERE p.pronamespace = current_schema()::regnamespace
                AND 'enable_seqscan=off' = ANY (p.proconfig) AND NOT 'jit=off' = ANY (p.proconfig)
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET jit = off', own);
  END LOOP;
END $$;
