// Imports nothing and uses old syntax only, so that an old Node can read it and say its sentence.
const NEEDED = [20, 19]

/** Ends the program with a sentence where Node is too old. */
export function assertNode(version = process.versions.node, end = endWith) {
  const [major, minor] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  end(
    `Portcullis needs Node ${NEEDED.join('.')} or newer, and this is Node ${version}.\n` +
      'Install a newer one (https://nodejs.org) and run the same command again.',
  )
}

function endWith(sentence) {
  console.error(sentence)
  process.exit(1)
}
