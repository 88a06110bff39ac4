// Everything that is read off one definition before any of it is judged.
import { type Amounts, amountsOf } from './amounts.ts'
import { type Choice, choicesOf } from './choices.ts'
import { type DescriptionReading, readDescription, shortened } from './description.ts'
import { fieldsOf } from './fields.ts'
import { type Hints, readHints } from './hints.ts'
import { type NameReading, readName, type Surroundings } from './name.ts'
import { type Program, programOf } from './program.ts'
import { type RiskSignal, signalsOf } from './risk-signals.ts'
import { readSiblings } from './siblings.ts'

export type Classifiable = {
  readonly name: string
  readonly description?: string
  readonly inputSchema?: unknown
  readonly annotations?: unknown
}

export type Readings = {
  readonly name: NameReading
  readonly description: string
  readonly head: DescriptionReading
  readonly choices: readonly Choice[]
  readonly signals: readonly RiskSignal[]
  readonly program: Program | null
  readonly amounts: Amounts
  readonly hints: Hints
  readonly server: string
  /** A word of money that several siblings hold; '' for none. */
  readonly siblings: string
}

export function readTool(tool: Classifiable, { server, siblings }: Surroundings): Readings {
  const description = shortened(tool.description)
  const fields = fieldsOf(tool.inputSchema)
  const signals = signalsOf(fields, description)
  return {
    name: readName(tool.name, { ...(server !== undefined && { server }), ...(siblings && { siblings }) }),
    description,
    head: readDescription(description),
    choices: choicesOf(fields),
    signals,
    program: programOf(fields, signals),
    amounts: amountsOf(fields),
    hints: readHints(tool.annotations),
    server: server ?? '',
    siblings: readSiblings(siblings).money,
  }
}
