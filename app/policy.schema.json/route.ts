// The schema by the name that people guess; its `$id` is the address with the version.
export { GET } from '../schemas/policy/1.json/route.ts'

export const dynamic = 'force-dynamic'
