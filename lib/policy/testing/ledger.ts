// What the oracle keeps of one evaluation: what it has used up, and which branches it reached, so that
// a random world that stops reaching one can be told.

/** How often each branch was reached, by its name. */
export type Reached = Map<string, number>

export type Ledger = {
  /** Program size × bytes of the regular expressions judged so far (P5). */
  spent: number
  /** Elements that `[*]` visited so far (P5). */
  elements: number
  /** Roots that begin with `time.` and were asked (E13). */
  asked: Set<string>
  reached: Reached | null
}

export function newLedger(reached: Reached | null): Ledger {
  return { spent: 0, elements: 0, asked: new Set(), reached }
}

export function note({ reached }: { reached: Reached | null }, branch: string): void {
  reached?.set(branch, (reached.get(branch) ?? 0) + 1)
}
