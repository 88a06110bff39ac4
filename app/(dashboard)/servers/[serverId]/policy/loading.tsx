// The board's frame while the server's tools are read.
export { BoardWaiting as default } from '#components/policy-editor/index.ts'
