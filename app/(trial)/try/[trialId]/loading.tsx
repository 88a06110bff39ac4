import { BoardWaiting } from '#components/policy-editor/index.ts'

export default function Loading() {
  return <BoardWaiting />
}
