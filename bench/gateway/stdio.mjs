// The same upstream for what stands before servers on stdio: a line in, a line out.
import { createInterface } from 'node:readline'
import { initialized, result } from './answers.mjs'

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  if (id === undefined) continue
  const answer = method === 'initialize' ? initialized(params) : result(method, params, '/mcp')
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: answer })}\n`)
}
