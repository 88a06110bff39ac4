export { type Address, readAddress } from './address.ts'
export { type PastedServer, serversIn, visible } from './client-file.ts'
export { MAX_PASTE, type Paste, readPaste } from './paste.ts'
export { type PastedTools, toolsIn } from './tool-list.ts'
