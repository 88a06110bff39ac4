// Runs in the measured page before anything of its own. Plain JavaScript, given to the browser as it is.
// `bench.interactive` resolves to the milliseconds from the start of the navigation until a card can be
// dragged and nothing else waits for the thread. After `bench.watchKey(tool, lane)`, `bench.key` resolves to
// the milliseconds from the next key until the frame that shows the tool's card in that lane has been drawn.
const interactive = new Promise((resolve) => {
  const watcher = new MutationObserver(() => {
    if (document.querySelector('[data-tool][draggable="true"]') === null) return
    watcher.disconnect()
    requestIdleCallback(() => resolve(performance.now()))
  })
  watcher.observe(document, { subtree: true, childList: true, attributeFilter: ['draggable'] })
})

// Right after the frame, before what the page has put off until it is drawn: a message would wait behind that.
function afterFrame(act) {
  requestAnimationFrame(() => scheduler.postTask(act, { priority: 'user-blocking' }))
}

function watchKey(tool, lane) {
  const wanted = `[data-lane="${lane}"] [data-tool="${CSS.escape(tool)}"]`
  window.bench.key = new Promise((resolve) => {
    const press = ({ timeStamp }) => {
      const look = () => {
        if (document.querySelector(wanted) === null) afterFrame(look)
        else resolve(performance.now() - timeStamp)
      }
      afterFrame(look)
    }
    addEventListener('keydown', press, { capture: true, once: true })
  })
}

window.bench = { interactive, watchKey, key: Promise.resolve(0) }
