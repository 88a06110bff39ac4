import type { APIRequestContext } from '@playwright/test'
import { expect } from './fixtures.ts'

/** The seed is loaded beside the start: the tool that tests look at is there when its turn has come. */
export async function untilListed(
  request: APIRequestContext,
  path = '/mcp-servers/livetap/create-connection.md',
): Promise<void> {
  await expect.poll(async () => (await request.get(path)).status(), { timeout: 120_000 }).toBe(200)
}
