import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowAt, windowText } from '../index.ts'
import { runs } from '../testing/runs.ts'
import { durationSeconds, hourAt, weekdayAt } from './window.ts'

const at = (text: string): number => Date.parse(text)
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const instant = fc.integer({ min: Date.UTC(1600, 0), max: Date.UTC(2400, 0) })

describe('[L1] windows', () => {
  it.each([
    ['second', '2024-02-29T12:34:56.789Z', '2024-02-29T12:34:56Z', '2024-02-29T12:34:57Z'],
    ['minute', '2024-02-29T12:34:56Z', '2024-02-29T12:34:00Z', '2024-02-29T12:35:00Z'],
    ['hour', '2024-02-29T12:34:56Z', '2024-02-29T12:00:00Z', '2024-02-29T13:00:00Z'],
    ['day', '2024-02-29T12:34:56Z', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['week', '2024-02-29T12:34:56Z', '2024-02-26T00:00:00Z', '2024-03-04T00:00:00Z'],
    ['week', '2024-03-03T23:59:59Z', '2024-02-26T00:00:00Z', '2024-03-04T00:00:00Z'],
    ['month', '2024-02-29T12:34:56Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['month', '2023-12-31T23:59:59Z', '2023-12-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    [900, '2024-02-29T12:34:56Z', '2024-02-29T12:30:00Z', '2024-02-29T12:45:00Z'],
    [604_800, '2024-02-29T12:00:00Z', '2024-02-29T00:00:00Z', '2024-03-07T00:00:00Z'],
  ] as const)('%s at %s', (window, instantText, from, until) => {
    expect(windowAt(window, at(instantText))).toEqual({ from: at(from), until: at(until) })
  })

  it('months, hours and weekdays are those of the calendar, over eight centuries', () => {
    fc.assert(
      fc.property(instant, (time) => {
        const date = new Date(time)
        expect(windowAt('month', time)).toEqual({
          from: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
          until: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
        })
        expect(hourAt(time)).toBe(date.getUTCHours())
        expect(weekdayAt(time)).toBe(DAYS[date.getUTCDay()])
      }),
      runs(2000),
    )
  })

  it('every instant lies in its window, and its neighbours touch', () => {
    const window = fc.constantFrom('second', 'minute', 'hour', 'day', 'week', 'month', 1, 60, 901, 31_622_400)
    fc.assert(
      fc.property(window, instant, (given, time) => {
        const { from, until } = windowAt(given as 'day', time)
        expect(from <= time && time < until).toBe(true)
        expect(windowAt(given as 'day', until).from).toBe(until)
        expect(windowAt(given as 'day', from - 1).until).toBe(from)
      }),
      runs(2000),
    )
  })

  it('lengths are written with s, m, h or d', () => {
    const lengths = ['1s', '15m', '2h', '7d', '0m', '1.5h', '5w', '10', 'm', '-1m', ' 1m', '1M'].map(
      durationSeconds,
    )
    expect(lengths).toEqual([1, 900, 7200, 604_800, null, null, null, null, null, null, null, null])
  })

  it('read as words', () => {
    expect(
      ['minute', 60, 90, 900, 3600, 7200, 86_400, 172_800].map((window) => windowText(window as 'day')),
    ).toEqual(['minute', 'minute', '90 seconds', '15 minutes', 'hour', '2 hours', 'day', '2 days'])
  })
})
