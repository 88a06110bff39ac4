// A client of @ai-sdk/mcp as a program: one question a line on stdin, one answer a line on stdout. It
// runs on the newer Node that the package wants.
import { createInterface } from 'node:readline'
import { createMCPClient } from '@ai-sdk/mcp'

const [url, token] = process.argv.slice(2)
const headers = token ? { authorization: `Bearer ${token}` } : {}
const client = await createMCPClient({ transport: { type: 'http', url, headers } })
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

say({ protocolVersion: client.initializeResult.protocolVersion })
for await (const line of createInterface({ input: process.stdin })) {
  const { call } = JSON.parse(line)
  try {
    say({ result: await (call ? client.callTool(call) : client.listTools()) })
  } catch (error) {
    say({ error: String(error.message) })
  }
}
await client.close()
