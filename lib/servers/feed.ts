// Turns what a callback is told into what an iteration yields.
export class Feed<T> {
  readonly #items: T[] = []
  #wake: () => void = () => {}

  push(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  /** Yields what is pushed, in order, until `work` has ended. How it ended is for its owner to see. */
  async *until(work: Promise<unknown>): AsyncGenerator<T> {
    let ended = false
    const end = () => {
      ended = true
      this.#wake()
    }
    work.then(end, end)
    for (;;) {
      for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) yield item
      if (ended) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (ended || this.#items.length > 0) resolve()
      })
    }
  }
}
