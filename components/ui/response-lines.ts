// An answer that comes line by line, as routes send it that take a while.

/** The lines of an answer, as they come; empty ones are left out. */
export async function* responseLines(response: Response): AsyncGenerator<string> {
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const parts = (rest + value).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) if (part !== '') yield part
    }
    if (rest !== '') yield rest
  } finally {
    // Who stops reading is done with the answer: the server may stop making it.
    await reader.cancel().catch(() => {})
  }
}
