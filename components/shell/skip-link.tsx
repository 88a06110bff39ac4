/** The first stop of the Tab key: past the navigation, to the page. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="not-focus-visible:sr-only fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent"
    >
      Skip to content
    </a>
  )
}
