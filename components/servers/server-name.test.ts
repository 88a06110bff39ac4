import { expect, it } from 'vitest'
import { nameFromUrl } from './server-name.ts'

it('names a server by its address, where nobody says another name', () => {
  const named = {
    'https://mcp.linear.app/sse': 'Linear',
    'https://api.githubcopilot.com/mcp/': 'Githubcopilot',
    ' https://tools.example.co.uk/mcp ': 'Example',
    'http://localhost:4100/mcp': 'Local server',
    'http://127.0.0.1:4100/mcp': 'Local server',
    'http://[::1]/mcp': 'Local server',
    'http://livetap:8080/': 'Livetap',
    'https://mcp.dev/': 'Mcp',
    'not an address': '',
    '': '',
  }
  expect(Object.fromEntries(Object.keys(named).map((url) => [url, nameFromUrl(url)]))).toEqual(named)
})
