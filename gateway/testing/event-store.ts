// Keeps the events of one session in order, under ids that anybody could guess. (The example of the SDK
// cannot take up a standing stream: it reads stream ids out of event ids, and theirs begins with its mark.)
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'

export function createEventStore(): EventStore {
  const events: { streamId: string; message: JSONRPCMessage }[] = []
  return {
    storeEvent: async (streamId, message) => String(events.push({ streamId, message })),
    getStreamIdForEventId: async (eventId) => events[Number(eventId) - 1]?.streamId,
    replayEventsAfter: async (lastEventId, { send }) => {
      const last = Number(lastEventId)
      const streamId = events[last - 1]?.streamId ?? ''
      for (const [index, event] of [...events.entries()].slice(last)) {
        // A priming event keeps a place in the stream, and is no message.
        if (event.streamId === streamId && Object.keys(event.message).length > 0)
          await send(String(index + 1), event.message)
      }
      return streamId
    },
  }
}
