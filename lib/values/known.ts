// Whether a recorded call says what stands at a path (SPEC Y3).
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { foldCase, type Path, parsePath, pointerSteps, type Step } from '#lib/policy/index.ts'
import type { Gap, RecordedValues } from './recorded-values.ts'

/**
 * True where what the path leads to is recorded whole, or is known not to have been sent. What is not known makes
 * its condition unknown.
 * @param path with the root `args`
 */
export function isKnown(values: RecordedValues, path: Path): boolean {
  const isRecorded = values.paths === null || values.paths.some((text) => isAbove(text, path.steps))
  return isRecorded && !values.gaps.some((gap) => touches(gap, values.arguments, path.steps))
}

/** A recorded path leads to the value or to something that holds it. */
function isAbove(text: string, steps: readonly Step[]): boolean {
  const recorded = parsePath(text)
  return (
    typeof recorded !== 'string' &&
    recorded.steps.length <= steps.length &&
    recorded.steps.every((step, i) => leadsTo(step, steps[i]))
  )
}

function leadsTo(recorded: Step, step: Step | undefined): boolean {
  if (step === undefined) return false
  if (recorded.kind === 'each') return step.kind !== 'key'
  if (recorded.kind === 'index') return step.kind === 'index' && step.index === recorded.index
  return step.kind === 'key' && step.key === recorded.key
}

/** The gap is on the way to the value, is the value, or lies within it. */
function touches({ at, kind }: Gap, args: JsonObject, steps: readonly Step[]): boolean {
  const place = pointerSteps(at)
  if (!place.slice(0, steps.length).every((key, i) => mayBe(steps[i], key))) return false
  if (kind !== 'long' || place.length >= steps.length) return true
  // What was kept of something long is as it was: only what is not there is not known.
  const next = steps[place.length]
  const held = place.reduce<Json | undefined>(memberAt, args)
  if (next?.kind === 'key') return memberAt(held, next.key) === undefined
  return next?.kind === 'each' || memberAt(held, String(next?.index)) === undefined
}

function memberAt(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)]
  return isJsonObject(value) ? member(value, key) : undefined
}

function mayBe(step: Step | undefined, key: string): boolean {
  if (step === undefined || step.kind === 'each') return true
  if (step.kind === 'index') return key === String(step.index)
  // A key in another letter case is why the condition was unknown.
  return key === step.key || foldCase(key) === step.folded
}
