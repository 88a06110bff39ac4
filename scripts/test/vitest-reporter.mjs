// A reporter of vitest that writes numbers, what failed with its first words, and why each skipped test was
// skipped, to the file that VITEST_REPORT names.
import { writeFileSync } from 'node:fs'

export default class CountsReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} strayErrors thrown outside of any test
   */
  onTestRunEnd(modules, strayErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const inState = (state) => tests.filter((test) => test.result().state === state)
    const skipped = inState('skipped').map((test) => ({
      name: `${test.module.relativeModuleId} › ${test.fullName}`,
      reason: test.result().note ?? '',
    }))
    // A file that does not load, or whose hooks fail, has no failed test to show for it.
    const brokenFiles = modules.filter((module) => module.errors().length > 0)
    const failures = [
      ...inState('failed').map((test) => failureOf(test.module, test.fullName, test.result().errors)),
      ...brokenFiles.map((module) => failureOf(module, '', module.errors())),
      ...strayErrors.map((error) => failureOf(null, 'outside of any test', [error])),
    ]
    const counts = { passed: inState('passed').length, failed: failures.length, failures, skipped }
    writeFileSync(process.env.VITEST_REPORT, JSON.stringify(counts))
  }
}

function failureOf(module, name, errors = []) {
  return { file: module?.relativeModuleId ?? '', name, message: errors[0]?.message ?? '' }
}
