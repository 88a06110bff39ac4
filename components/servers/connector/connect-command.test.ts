import { describe, expect, it } from 'vitest'
import { connectCommand } from './connect-command.ts'

const connection = {
  origin: 'https://gate.example.com',
  serverId: 'srv_a',
  key: 'pcc_b',
  command: 'node x.js',
}

describe('the command to paste', () => {
  it('says which server, with which key, through which gateway, and what starts it', () => {
    expect(connectCommand(connection)).toBe(
      'npm run cli -- connect \\\n  --server srv_a \\\n  --key pcc_b \\\n  --url https://gate.example.com \\\n  -- node x.js',
    )
  })

  it('holds a placeholder for what is not known, and never a second line of what was typed', () => {
    const text = connectCommand({ ...connection, key: null, command: ' ' })
    expect(text).toContain('--key YOUR_CONNECTOR_KEY')
    expect(text).toMatch(/-- COMMAND THAT STARTS THE SERVER$/)
    expect(connectCommand({ ...connection, command: 'node x.js\nrm -rf y' })).toMatch(
      /-- node x.js rm -rf y$/,
    )
  })
})
