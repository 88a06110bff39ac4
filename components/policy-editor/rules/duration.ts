// Lengths of time as the document writes them: "10m", "2h".

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const

/** `10m` of 600 seconds: the largest unit that divides it. */
export function durationText(seconds: number): string {
  const unit = UNITS.find(([, length]) => seconds % length === 0)
  return unit ? `${seconds / unit[1]}${unit[0]}` : `${seconds}s`
}
