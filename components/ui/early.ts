// A page is there before its scripts are. What is typed until then belongs to no component and would be lost; a form that is
// sent would go by its address, with a password in it. So the page itself remembers both, from its first line on, and each
// form that is marked `data-waits` takes over what is its own as soon as its component lives (form.tsx).

type Early = {
  /** Forms whose component lives: they hear for themselves. */
  readonly living: WeakSet<EventTarget>
  /** What was typed, by field. */
  readonly typed: WeakMap<EventTarget, string>
  /** Forms that were sent, and by which of their buttons. */
  readonly sent: WeakMap<EventTarget, HTMLElement | null>
}
declare global {
  interface Window {
    early?: Early
  }
}

// Goes into the page as text: it knows nothing that stands outside of it.
function remember(): void {
  const early: Early = { living: new WeakSet(), typed: new WeakMap(), sent: new WeakMap() }
  window.early = early
  document.addEventListener(
    'input',
    ({ target }) => {
      const { form, value } = target as HTMLInputElement
      if (target && form && !early.living.has(form)) early.typed.set(target, value)
    },
    true,
  )
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement
      if (form.dataset.waits === undefined || early.living.has(form)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      early.sent.set(form, event.submitter)
      form.setAttribute('aria-busy', 'true')
    },
    true,
  )
}

/** What the first script of every page is. */
export const EARLY_SCRIPT = `(${remember})()`

/** Gives a form that has just come to life what was typed into it before, and sends it if it was sent. */
export function takeOver(form: HTMLFormElement): void {
  const { early } = window
  if (!early) return
  early.living.add(form)
  for (const field of form.elements) {
    const text = early.typed.get(field)
    early.typed.delete(field)
    if (text !== undefined) retype(field, text)
  }
  const submitter = early.sent.get(form)
  if (submitter === undefined) return
  early.sent.delete(form)
  // Once what was typed is known to the component.
  setTimeout(() => {
    form.removeAttribute('aria-busy')
    form.requestSubmit(submitter)
  })
}

// As if it were typed now. React hears of it only where it believes the field to hold something else.
function retype(field: Element, text: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
  if (!(field instanceof prototype)) return
  const set = Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set
  field.value = ''
  set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
