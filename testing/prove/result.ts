// What an experiment comes to. docs/proof.json holds these, docs/proof.md shows them.
export type Result = {
  readonly name: string
  /** The promise that it puts to the test, in one sentence. */
  readonly claim: string
  /** Trials: each could have failed. */
  readonly n: number
  readonly failures: number
  /** What was counted as a failure, each by itself. */
  readonly counted: Readonly<Record<string, number>>
  /** What was done to the system meanwhile. */
  readonly done: Readonly<Record<string, number | string>>
}

/** @param counted failures by kind; their sum is the result's */
export function resultOf(
  name: string,
  claim: string,
  n: number,
  counted: Readonly<Record<string, number>>,
  done: Readonly<Record<string, number | string>>,
): Result {
  const failures = Object.values(counted).reduce((sum, count) => sum + count, 0)
  return { name, claim, n, failures, counted, done }
}

/** With no failure in n independent trials, the rate is below this at 95 % (the rule of three). */
export function boundOf({ n, failures }: Pick<Result, 'n' | 'failures'>): number | null {
  return failures === 0 && n > 0 ? 3 / n : null
}
