// A reporter of vitest that writes numbers, and why each skipped test was skipped, to the file that
// VITEST_REPORT names.
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
    const counts = {
      passed: inState('passed').length,
      failed: inState('failed').length + brokenFiles.length + strayErrors.length,
      skipped,
    }
    writeFileSync(process.env.VITEST_REPORT, JSON.stringify(counts))
  }
}
