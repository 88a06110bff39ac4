// npm run fuzz -- --cases 1000000 --seed 7
import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.ts'
import { report } from './report.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string' } },
})
const cases = Number(values.cases)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--cases takes a whole number above 0, and --seed any whole number.\n')
  process.exit(2)
}
const start = performance.now()
const campaign = runCampaign(cases, seed)
process.stdout.write(report(campaign, seed, performance.now() - start))
process.exit(campaign.found.length > 0 ? 1 : 0)
