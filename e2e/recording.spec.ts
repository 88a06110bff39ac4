// What is recorded of arguments, from the setting of a server to its erasing.
import { expect, test } from './fixtures.ts'
import { expectSoundInBoth } from './sound.ts'

test('an admin says what is recorded, for how long, and erases it after a confirmation', async ({
  desk,
  api,
  liveTap,
}) => {
  test.slow()
  const name = `Recorded ${Date.now().toString(36)}`
  const server = (await api('POST', '/servers', { name, url: liveTap.url })).body
  await desk.goto(`/servers/${server.id}/settings`)
  const section = desk.getByRole('region', { name: 'Recording' })
  await expect(section.getByRole('radio', { name: 'Names only' })).toBeChecked()
  await expect(section.getByRole('button', { name: 'Save recording' })).toBeDisabled()

  // With keys alone: the arrows choose.
  await section.getByRole('radio', { name: 'Names only' }).focus()
  await desk.keyboard.press('ArrowDown')
  await expect(section.getByRole('radio', { name: 'What the policy mentions' })).toBeChecked()
  await section.getByLabel('Days to keep values').fill('91')
  await expect(section.getByText('Write a number of days from 1 to 90.')).toBeVisible()
  await section.getByLabel('Days to keep values').fill('7')
  await desk.keyboard.press('Enter')
  await expect
    .poll(async () => (await api('GET', `/servers/${server.id}/recording`)).body)
    .toMatchObject({ mode: 'mentioned', days: 7, erasedAt: null })
  await expectSoundInBoth(desk, 'the recording of a server')

  await section.getByRole('button', { name: 'Erase values now' }).click()
  const confirm = desk.getByRole('alertdialog')
  await expect(confirm.getByRole('button', { name: 'Erase values' })).toBeDisabled()
  await confirm.getByLabel(/to confirm/).fill(name)
  await confirm.getByRole('button', { name: 'Erase values' }).click()
  await expect(confirm).toBeHidden()
  await expect(section.getByText(/Last erased/)).toBeVisible()
  const { items } = (await api('GET', '/audit')).body
  expect(items.slice(0, 2).map(({ action }: { action: string }) => action)).toEqual([
    'server.values_erased',
    'server.recording_changed',
  ])

  await desk.setViewportSize({ width: 390, height: 844 })
  const overflow = await desk.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
