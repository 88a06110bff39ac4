export { type FeedRequest, feedPosition, openFeed } from './feed.ts'
