// What Postgres does for the statements of a piece of work: they are overheard on the pool, then explained
// with the same values.
import type pg from 'pg'

/** A node of EXPLAIN's JSON, as far as anybody looks at it. */
export type PlanNode = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly PlanNode[]
}
export type Plan = { readonly text: string; readonly nodes: readonly PlanNode[]; readonly ms: number }
type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** Runs the work, and explains each of its statements (by running it again). */
export async function plansOf(pool: pg.Pool, work: () => Promise<unknown>): Promise<Plan[]> {
  const statements = await overhear(pool, work)
  const plans: Plan[] = []
  for (const { text, values } of statements) {
    const explain = `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }] }>(
      explain,
      [...values],
    )
    const plan = rows[0]?.['QUERY PLAN'][0]
    if (plan) plans.push({ text, nodes: nodesOf(plan.Plan), ms: plan['Execution Time'] })
  }
  return plans
}

async function overhear(pool: pg.Pool, work: () => Promise<unknown>): Promise<Statement[]> {
  const heard: Statement[] = []
  const query = pool.query
  pool.query = function overheard(this: pg.Pool, ...given: unknown[]) {
    const [first, second] = given as [string | { text: string; values?: unknown[] }, unknown[] | undefined]
    if (typeof first === 'string') heard.push({ text: first, values: second ?? [] })
    else heard.push({ text: first.text, values: first.values ?? second ?? [] })
    return Reflect.apply(query, this, given)
  } as typeof pool.query
  try {
    await work()
  } finally {
    pool.query = query
  }
  return heard
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}
