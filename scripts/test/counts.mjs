// Numbers from the runners' own reports. A runner that failed without a failed test (a file that does
// not load, an error between tests) still counts as one failure: the closing line never says less.
import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ file: string, name: string, message: string }} Failure file is '' for what happened outside of any */

/**
 * From the report of vitest-reporter.mjs.
 * @returns {Counts & { reasons: { name: string, reason: string }[], failures: Failure[] }}
 */
export function countVitest(file, exitCode) {
  const report = read(file)
  if (!report) return { ...onlyFailure(), reasons: [], failures: [] }
  const counts = { passed: report.passed, failed: report.failed, skipped: report.skipped.length }
  return { ...atLeastOneFailure(exitCode, counts), reasons: report.skipped, failures: report.failures }
}

/**
 * From Playwright's JSON report. A run that only lists counts its tests as skipped.
 * @returns {Counts & { failures: Failure[] }}
 */
export function countPlaywright(file, exitCode) {
  const report = read(file)
  if (!report) return { ...onlyFailure(), failures: [] }
  const { expected, unexpected, flaky, skipped } = report.stats
  const counts = atLeastOneFailure(exitCode, { passed: expected + flaky, failed: unexpected, skipped })
  return { ...counts, failures: report.suites.flatMap((suite) => failuresOf(suite)) }
}

function failuresOf({ suites = [], specs = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      file,
      name: title,
      message: tests[0]?.results.at(-1)?.error?.message ?? '',
    }))
  return [...own, ...suites.flatMap(failuresOf)]
}

/** @param {Counts[]} results */
export function sum(results) {
  const add = (key) => results.reduce((total, result) => total + result[key], 0)
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') }
}

const onlyFailure = () => ({ passed: 0, failed: 1, skipped: 0 })

function atLeastOneFailure(exitCode, counts) {
  return exitCode === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) }
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
