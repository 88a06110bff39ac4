import { CLIENTS, connect } from '../testing/harness.ts'
import { governs } from './testing/scenario.ts'

for (const name of CLIENTS)
  governs({
    name,
    staysConnected: true,
    callsUnlisted: true,
    open: async (url, token = 'none') => {
      const client = await connect(name, url, token)
      return {
        list: async () => (await client.listTools()).tools.map((tool) => tool.name),
        call: (tool, args = {}) => client.callTool({ name: tool, arguments: args }),
        close: () => client.close(),
      }
    },
  })
