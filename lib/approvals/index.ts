export { allowSameShape, listAllowances, revokeAllowance, type ShownAllowance } from './allow.ts'
export { approveCall, denyCall } from './decide.ts'
export { type Escalation, getEscalation, setEscalation } from './escalation.ts'
export {
  type Approval,
  countWaitingApprovals,
  getApproval,
  getEarlierApproval,
  listApprovals,
} from './read.ts'
export { isSeparationOn, setSeparation } from './separation.ts'
export { type Shape, shapeProblem } from './shape.ts'
