// Which runs of the official suite are compared, and the least that each must show: a run that says
// nothing proves nothing.
import { type ForeignPackage, foreignFile } from '../foreign/index.ts'

export type Suite = {
  readonly name: string
  readonly program: ForeignPackage
  readonly args: readonly string[]
  /** Checks that passed directly when this was written; fewer are a fault of the run or of the server. */
  readonly leastPassed: number
  readonly leastScenarios: number
}

export const SUITES: readonly Suite[] = [
  {
    name: '0.1.16, all',
    program: 'conformance-0.1',
    args: ['--suite', 'all'],
    leastPassed: 44,
    leastScenarios: 32,
  },
  {
    name: '0.2.0-alpha.12, all',
    program: 'conformance-0.2',
    args: ['--suite', 'all'],
    leastPassed: 234,
    leastScenarios: 65,
  },
  {
    name: '0.2.0-alpha.12, all as of 2025-06-18',
    program: 'conformance-0.2',
    args: ['--suite', 'all', '--spec-version', '2025-06-18'],
    leastPassed: 56,
    leastScenarios: 27,
  },
  {
    name: '0.2.0-alpha.12, what 2025-11-25 requires',
    program: 'conformance-0.2',
    args: ['--requirements', '2025-11-25'],
    leastPassed: 84,
    leastScenarios: 33,
  },
  {
    name: '0.2.0-alpha.12, what 2026-07-28 requires',
    program: 'conformance-0.2',
    args: ['--requirements', '2026-07-28'],
    leastPassed: 196,
    leastScenarios: 50,
  },
]

export const programOf = (suite: Suite): string => foreignFile(suite.program, 'dist/index.js')
