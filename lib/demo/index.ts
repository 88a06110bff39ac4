export { answerDemo, type DemoAnswer } from './answer.ts'
export { DEMO_TOOLS } from './tools.ts'
export { DEMO_NAME, DEMO_URL, isDemoUrl } from './url.ts'
