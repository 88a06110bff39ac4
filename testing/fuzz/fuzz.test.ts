// [A10, A11] The reading of what arrives, against parsers that are not ours. A hundred thousand cases of a
// seed that is printed; more with `npm run fuzz -- --cases 1000000 --seed N`.
import { describe, expect, it } from 'vitest'
import { type Json, JsonNumber, parseJson, serializeJson } from '#lib/json/index.ts'
import { checkHeaders, readMessage, readReply, SseSplitter } from '#lib/mcp/index.ts'
import { runCampaign } from './campaign.ts'
import { checkJson } from './check-json.ts'
import { checkMessage } from './check-message.ts'
import { checkReply } from './check-reply.ts'
import { checkStream } from './check-stream.ts'
import { formOf } from './form.ts'
import { FOUND_MESSAGES, FOUND_REPLIES, FOUND_STREAMS } from './found.ts'
import { report } from './report.ts'
import { shrink } from './shrink.ts'

const CASES = 100_000

describe('fuzzing', () => {
  it(`finds no difference in ${CASES} cases`, { timeout: 600_000 }, () => {
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
    const start = performance.now()
    const campaign = runCampaign(CASES, seed)
    const said = report(campaign, seed, performance.now() - start)
    process.stdout.write(said)
    expect(campaign.found, said).toEqual([])
    for (const { made, accepted } of Object.values(campaign.counts)) {
      expect(made).toBeGreaterThan(CASES / 20)
      // Neither all too easy nor all too wild: a good part is taken, and a good part is not.
      expect(accepted).toBeGreaterThan(made / 10)
      expect(accepted).toBeLessThan(made * 0.995)
    }
  })

  it('makes the same cases of the same seed', () => {
    expect(runCampaign(300, 42)).toEqual(runCampaign(300, 42))
  })

  it('leaves of a finding only what shows it', () => {
    expect(shrink('abc"name":1,"name":2xyz', (text) => text.split('name').length > 2)).toBe('namename')
  })
})

// Each of these was the fault of some real program; the fuzzer must see it.
describe('a reader that', () => {
  const found = (checks: Parameters<typeof runCampaign>[2]) => runCampaign(20_000, 7, checks).found.length
  const withText = (change: (text: string) => string) => (text: string) => {
    try {
      return readMessage(change(text))
    } catch {
      return readMessage('')
    }
  }

  it.each<[string, Parameters<typeof runCampaign>[2]]>([
    [
      'keeps the last of two equal keys',
      {
        message: (sent) =>
          checkMessage(
            sent,
            withText((text) => JSON.stringify(JSON.parse(text))),
          ),
      },
    ],
    [
      'folds the case of keys',
      {
        message: (sent) =>
          checkMessage(
            sent,
            withText((text) =>
              text.replace(/"(params|method|name|arguments)"/gi, (key) => key.toLowerCase()),
            ),
          ),
      },
    ],
    [
      'overlooks invisible characters',
      {
        message: (sent) =>
          checkMessage(
            sent,
            withText((text) => text.replace(/\\u0000|\\ufeff|\u200b/g, '')),
          ),
      },
    ],
    [
      'trims headers of all white space',
      {
        message: (sent) =>
          checkMessage(sent, readMessage, (message, { version, method, name }) =>
            checkHeaders(message, { version: version?.trim(), method: method?.trim(), name: name?.trim() }),
          ),
      },
    ],
    [
      'rounds numbers',
      {
        json: (text) =>
          checkJson(text, (each) => {
            const value = orNull(() => rounded(parseJson(each)))
            return value === null ? null : { form: formOf(JSON.parse(each)), written: serializeJson(value) }
          }),
      },
    ],
    [
      'takes any id',
      {
        reply: (text) =>
          checkReply(text, (each) => {
            const value = orNull(() => JSON.parse(each) as { id?: string; method?: string })
            if (typeof value?.method !== 'string' || value.id === undefined) return readReply(each)
            return { kind: 'request', id: String(value.id), method: value.method, message: {} }
          }),
      },
    ],
    [
      'trims the lines of a stream',
      {
        stream: (chunks) =>
          checkStream(chunks, (pieces) => {
            const text = Buffer.concat(pieces).toString().replace(/^ +/gm, '')
            const read = () => new SseSplitter(1 << 20).push(Buffer.from(text))
            return orNull(read)?.filter((each) => each.kind === 'event') ?? null
          }),
      },
    ],
  ])('%s is found out', (_, checks) => {
    expect(found(checks)).toBeGreaterThan(0)
  })
})

describe('what was found before', () => {
  it.each(FOUND_MESSAGES)('%s', (_, sent, verdict) => {
    expect(checkMessage(sent)).toEqual({ accepted: verdict === 'taken', why: null })
  })

  it.each(FOUND_REPLIES)('%s is no message of a server', (_, text) => {
    expect(readReply(text)).toBeNull()
  })

  it.each(FOUND_STREAMS)('%s', (_, text, data) => {
    const events = new SseSplitter(1000).push(Buffer.from(text))
    expect(events.flatMap((event) => ('data' in event && event.data !== null ? [event.data] : []))).toEqual(
      data,
    )
    expect(checkStream([Buffer.from(text)]).why).toBeNull()
  })
})

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}

function rounded(value: Json): Json {
  if (value instanceof JsonNumber) return Number.isFinite(Number(value.text)) ? Number(value.text) : null
  return Array.isArray(value) ? value.map(rounded) : value
}
