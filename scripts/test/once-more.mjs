// What failed is run once more, alone: a machine that others use too fails a test now and then that has
// nothing wrong. Many failures are no accident, and neither is one that comes again; and what passed only
// then is named at the end, so that nobody takes it for steady.

const MOST_FILES = 3

/**
 * @param {(files: string[]) => Promise<import('./counts.mjs').Counts & { failures: import('./counts.mjs').Failure[] }>} run
 *   runs these test files, or all of them for none
 * @returns the counts of the first run; without its failures, which `unsteady` has then, where a second passed
 */
export async function withOnceMore(run, say) {
  const first = await run([])
  const files = [...new Set(first.failures.map(({ file }) => file))]
  if (files.length === 0 || files.length > MOST_FILES || files.includes('')) return first
  say(`\n  Once more, alone: ${files.join(', ')}`)
  const second = await run(files)
  if (second.failed > 0 || second.passed === 0) return first
  return { ...first, passed: first.passed + first.failed, failed: 0, failures: [], unsteady: first.failures }
}
