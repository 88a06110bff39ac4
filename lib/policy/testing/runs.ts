// How often, and from which seed, the property tests run: FC_RUNS=100000 FC_SEED=1 for a long or a repeated run.

export function runs(usual: number): { numRuns: number; seed?: number } {
  const { FC_RUNS, FC_SEED } = process.env
  const numRuns = FC_RUNS ? Number(FC_RUNS) : usual
  return FC_SEED ? { numRuns, seed: Number(FC_SEED) } : { numRuns }
}
