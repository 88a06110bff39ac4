// Traces as the product sees them. With tracing off there are no spans, and nothing of this is done.
export type Values = Readonly<Record<string, string | number | boolean | undefined>>
/** A place in somebody's trace, in the words of W3C Trace Context. */
export type TraceContext = { readonly traceparent: string; readonly tracestate?: string | undefined }

/** One stretch of work. */
export type Span = {
  /** A part of it that begins now. `outward`: it is asked of another program. */
  child(name: string, direction?: 'inward' | 'outward'): Span
  /** A part of it that is over already, by `performance.now()`. */
  past(name: string, from: number, to: number): void
  /** Says more of it; what is undefined is left out. */
  set(values: Values): void
  /** @param type a short code of our own, never a message: those may quote what is secret */
  fail(type: string): void
  /** What whoever goes on with it is told. */
  context(): TraceContext
  end(): void
}

export type Tracer = {
  /**
   * Begins the work on one request.
   * @param from `performance.now()` at its arrival
   * @param caller whose work it is a part of, as the caller says; what is not well-formed counts as nothing
   * @param also another place that the caller named beside that one: it is linked
   */
  begin(name: string, from: number, caller: Partial<TraceContext>, also?: Partial<TraceContext>): Span
}

/** A tracer, and what sends the last spans and ends it. */
export type Tracing = { readonly tracer: Tracer; stop(): Promise<void> }
