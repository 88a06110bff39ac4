export { listAttempts } from './attempts.ts'
export { type FeedRequest, feedPosition, openFeed } from './feed.ts'
