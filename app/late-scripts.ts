// A public page is text: whoever reads it needs no script, and a machine that is slow should not pay for one. So
// the framework's scripts are sent as inert text, and begin with the first sign of a person: a pointer, a key, a
// touch. From then on the page is what every other page is.

const ATTRIBUTE = 'data-late'

// Runs in the browser, as it stands. In the order of the page: what is inline fills queues that the others empty.
const STARTER = `(()=>{const signs=['pointermove','pointerdown','touchstart','keydown','focusin','scroll'],nonce=document.currentScript.nonce
const start=()=>{for(const sign of signs)removeEventListener(sign,start,true)
for(const late of document.querySelectorAll('script[${ATTRIBUTE}]')){const script=document.createElement('script');script.nonce=nonce
for(const {name,value} of late.attributes)if(name!=='type'&&name!=='${ATTRIBUTE}')script.setAttribute(name,value)
script.text=late.text;late.replaceWith(script)}}
for(const sign of signs)addEventListener(sign,start,{capture:true,passive:true})})()`

/**
 * The page with its scripts put off. Only what bears the nonce is touched: no text of others can know it.
 * @param html as the framework wrote it
 * @param nonce that its scripts bear
 */
export function withLateScripts(html: string, nonce: string): string {
  const bearing = new RegExp(`<script\\b([^>]*?) nonce="${nonce}"([^>]*)>`, 'g')
  const inert = html
    .replace(
      bearing,
      (_tag, before: string, after: string) =>
        // For browsers without modules, which run none of the rest either.
        `<script type="text/plain" ${/\bnomodule\b/i.test(before + after) ? '' : ATTRIBUTE}${before}${after}>`,
    )
    .replace(/<link\b[^>]*\bas="script"[^>]*>/g, (tag) => (tag.includes(` nonce="${nonce}"`) ? '' : tag))
  const end = inert.lastIndexOf('</body>')
  if (end === -1) return html
  return `${inert.slice(0, end)}<script nonce="${nonce}">${STARTER}</script>${inert.slice(end)}`
}
