// Where the product counts. Nobody listens unless the operator asked for figures, and then nothing is done but to
// look whether somebody does.
import type { CounterName, GaugeName, HistogramName, LabelsOf } from './names.ts'

export type Reading = { readonly labels: Readonly<Record<string, string>>; readonly value: number }
/** What keeps the figures, where they are wanted. */
export type Recorder = {
  count(name: CounterName, labels: Readonly<Record<string, string>>, by: number): void
  observe(name: HistogramName, labels: Readonly<Record<string, string>>, seconds: number): void
  /** `read` is asked whenever somebody wants the figure. */
  watch(name: GaugeName, read: () => readonly Reading[] | Promise<readonly Reading[]>): void
}

// Next loads this module once for each of its bundles; the process has one recorder.
const KEY = Symbol.for('portcullis.metrics')
const holder = globalThis as typeof globalThis & { [KEY]?: Recorder | undefined }

/** True where somebody wants figures: ask before working out what is only for them. */
export function isMetered(): boolean {
  return holder[KEY] !== undefined
}

/** Adds one to a counter. */
export function count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>): void {
  holder[KEY]?.count(name, labels, 1)
}

/** The same for several at once. */
export function countMany<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by: number): void {
  holder[KEY]?.count(name, labels, by)
}

/** Adds one time to a histogram, in seconds. */
export function observe<Name extends HistogramName>(
  name: Name,
  labels: LabelsOf<Name>,
  seconds: number,
): void {
  holder[KEY]?.observe(name, labels, seconds)
}

/** Says where a gauge is read, each time that somebody wants it. A reader that fails is left out of that answer. */
export function watch<Name extends GaugeName>(
  name: Name,
  read: () =>
    | readonly { readonly labels: LabelsOf<Name>; readonly value: number }[]
    | Promise<readonly { readonly labels: LabelsOf<Name>; readonly value: number }[]>,
): void {
  holder[KEY]?.watch(name, read)
}

/** Makes `recorder` the one of this process; undefined ends it. */
export function install(recorder: Recorder | undefined): void {
  holder[KEY] = recorder
}
