// Calls that run as tasks (2025-11-25): one that asks on its way to its end, and one that is cancelled.
import type { AskFor } from './transcript.ts'

export async function askForTasks(ask: AskFor): Promise<void> {
  const call = async (topic: string, ambiguous: boolean, as: string) => {
    const params = { name: 'simulate-research-query', arguments: { topic, ambiguous }, task: { ttl: 60_000 } }
    const { task } = await ask('tools/call', params, as)
    return { taskId: String((task as { taskId?: unknown } | undefined)?.taskId) }
  }
  const finished = await call('whales', true, 'a task')
  await ask('tasks/result', finished, 'the result of a task')
  await ask('tasks/get', finished, 'a finished task')
  await ask('tasks/cancel', finished, 'cancelling a finished task')
  const cancelled = await call('gulls', false, 'another task')
  await ask('tasks/cancel', cancelled, 'cancelling a task')
  await ask('tasks/get', cancelled, 'a cancelled task')
  await ask('tasks/list', {})
}
