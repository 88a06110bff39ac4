// A server that runs on somebody's machine: registered in the dashboard, connected by the very command that
// was pasted, governed like any other.
import { type ChildProcess, spawn } from 'node:child_process'
import type { Page } from '@playwright/test'
import { agentV1, agentV2 } from './agents.ts'
import { expect, makeGrant, test } from './fixtures.ts'

const LIVETAP = 'node --import tsx testing/livetap/main.ts --stdio'
const running = new Set<ChildProcess>()

// As a person does in a terminal, in a group of its own that the test can end whole.
function paste(command: string): { process: ChildProcess; said: () => string } {
  const child = spawn('sh', ['-c', command], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  return { process: child, said: () => text }
}

async function interrupt(child: ChildProcess): Promise<void> {
  running.delete(child)
  if (child.exitCode !== null || child.pid === undefined) return
  const ended = new Promise((done) => child.once('exit', done))
  process.kill(-child.pid, 'SIGINT')
  await ended
}

test.afterEach(async () => {
  for (const child of running) await interrupt(child)
})

const state = (page: Page) => page.getByRole('status', { name: 'Connector' })

test('LiveTap on stdio: registered, connected by the pasted command, granted, called', async ({
  signedIn: page,
  context,
}) => {
  test.setTimeout(180_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  let serverId = ''
  let command = ''

  await test.step('the form offers it beside the URL', async () => {
    await page.goto('/servers/new')
    await page.getByLabel('Name', { exact: true }).fill('LiveTap')
    await page.getByRole('button', { name: 'It runs on my machine (stdio)' }).click()
    await expect(page.getByLabel('URL', { exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: 'Register server' }).click()
    await expect(page.getByRole('heading', { name: 'LiveTap is registered: connect it now' })).toBeFocused()
    await expect(state(page)).toContainText('Waiting for the connector')
  })

  await test.step('the command holds the key, once, and what starts the server', async () => {
    await page.getByRole('button', { name: 'LiveTap', exact: true }).click()
    await expect(page.getByLabel('Command that starts the server')).toHaveValue('bun src/mcp/channel.ts')
    await page.getByLabel('Command that starts the server').fill(LIVETAP)
    await page.getByRole('button', { name: 'Copy command' }).click()
    command = await page.evaluate(() => navigator.clipboard.readText())
    expect(command).toMatch(
      /--server srv_\w+[\s\S]*--key pcc_\w+[\s\S]*--url http[\s\S]*-- node --import tsx/,
    )
    serverId = /srv_\w+/.exec(command)?.[0] ?? ''
  })

  await test.step('until it comes, its page claims nothing about its tools', async () => {
    const other = await context.newPage()
    await other.goto(`/servers/${serverId}`)
    await expect(other.getByRole('heading', { name: 'Its tools have not been read' })).toBeVisible()
    await other.close()
  })

  const connector = paste(command)
  await test.step('pasted, it connects, and the tools come in', async () => {
    await expect(state(page)).toContainText('Connected', { timeout: 60_000 })
    await expect(page.getByText('13 tools read')).toBeVisible({ timeout: 60_000 })
    const tools = page.getByRole('list', { name: 'Tools' }).getByRole('listitem')
    await expect(tools.filter({ hasText: 'destroy_connection' }).getByText('Critical')).toBeVisible()
    expect(connector.said()).toContain('Connected to')
  })

  await test.step('the recommended policy is published, and a grant made', async () => {
    await page.getByRole('link', { name: 'Open the policy editor' }).click()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog')
    // restart_watcher is High: opening it, even limited, asks for a yes.
    await dialog.getByRole('checkbox', { name: 'Agents may call it' }).click()
    await dialog.getByRole('button', { name: /^Publish/ }).click()
    await expect(page.getByText(/version 1/i).first()).toBeVisible()
  })
  const granted = await makeGrant(page, serverId, 'Agents of stdio')

  for (const connect of [agentV1, agentV2]) {
    await test.step(`${connect.name} calls what it may, and is refused what it may not`, async () => {
      const agent = await connect(granted.url, granted.token)
      expect(await agent.listTools()).not.toContain('destroy_connection')
      expect((await agent.call('list_connections')).isError).toBe(false)
      await expect(agent.call('destroy_connection', { connectionId: 'x' })).rejects.toThrow(/Unknown tool/)
      await agent.close()
    })
  }

  await test.step('its page shows where it runs, and what becomes of it, by itself', async () => {
    await page.goto(`/servers/${serverId}`)
    await expect(state(page)).toContainText('Connected')
    await expect(state(page)).toContainText('testing/livetap/main.ts --stdio')
    await interrupt(connector.process)
    await expect(state(page)).toContainText('Disconnected', { timeout: 30_000 })
    await expect(page.getByText('Its connector is not connected: calls are refused')).toBeVisible()
    const agent = agentV1(granted.url, granted.token)
    await expect(agent).rejects.toThrow(/connector of this server is not connected/)
  })

  await test.step('its settings have a connector and no URL; a new key connects it again', async () => {
    await page.goto(`/servers/${serverId}/settings`)
    await expect(page.getByRole('heading', { name: 'URL', exact: true })).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Headers' })).toHaveCount(0)
    await page.getByLabel('Command that starts the server').fill(LIVETAP)
    await page.getByRole('button', { name: 'Replace key' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replace key' }).click()
    await expect(page.getByText('The new key stands in the command above')).toBeVisible()
    const old = paste(command)
    await expect.poll(() => old.said(), { timeout: 60_000 }).toContain('This key opens no server')
    await page.getByRole('button', { name: 'Copy command' }).click()
    const renewed = await page.evaluate(() => navigator.clipboard.readText())
    paste(renewed)
    await expect(state(page)).toContainText('Connected', { timeout: 60_000 })
    const agent = await agentV2(granted.url, granted.token)
    expect((await agent.call('list_connections')).isError).toBe(false)
    await agent.close()
  })

  await test.step('the button reads its tools again, through it', async () => {
    await page.goto(`/servers/${serverId}`)
    await page.getByRole('button', { name: 'Refresh tools' }).click()
    await expect(page.getByText('13 tools read')).toBeVisible({ timeout: 60_000 })
  })
})
