// `catalogue classify FILE`: a JSON line a tool, from a tools/list result or from JSON lines.
import { oneFile, readArguments, readText } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { classifyAll, toolsIn } from './tools-file.ts'

export async function classifyFile(args: string[]): Promise<number> {
  const file = oneFile(readArguments(args, OPTIONS['catalogue classify'], true).positionals)
  const tools = toolsIn(file, await readText(file))
  for (const [index, each] of classifyAll(tools).entries()) {
    const { category, severity, confidence, evidence } = each
    console.log(JSON.stringify({ name: tools[index]?.name, category, severity, confidence, evidence }))
  }
  return 0
}
