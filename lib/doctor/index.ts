export { clientTitle } from './client-name.ts'
export { type Diagnosis, type DoctorCall, diagnose, mergeAttempts, type Step } from './diagnose.ts'
export { PROBLEMS, type ProblemCode, type ProblemWords, problemWords } from './problem.ts'
