// All rooms of this process, and how many streams one person may hold.
import type { Member } from '#lib/data/model.ts'
import { createRoom, type Room } from './room.ts'
import type { Watcher } from './watcher.ts'

/** Of one person, in one process: the oldest makes way, since it is most likely a page that is gone. */
export const MOST_STREAMS = 8

type Hub = { readonly rooms: Map<string, Room>; readonly streams: Map<string, Set<Watcher>> }

// Next may load this module once for each of its bundles; the process must still have one of each room.
const KEY = Symbol.for('portcullis.feed')
const holder = globalThis as typeof globalThis & { [KEY]?: Hub }

/** Lets a page watch its organisation. @returns what ends that */
export function watch(watcher: Watcher): () => void {
  holder[KEY] ??= { rooms: new Map(), streams: new Map() }
  const { rooms, streams } = holder[KEY]
  const { member } = watcher
  const release = makeRoomFor(streams, member, watcher)
  const { organisation } = member
  const room = rooms.get(organisation.id) ?? createRoom(organisation, () => rooms.delete(organisation.id))
  rooms.set(organisation.id, room)
  const leave = room.join(watcher)
  return () => {
    leave()
    release()
  }
}

function makeRoomFor(streams: Hub['streams'], member: Member, watcher: Watcher): () => void {
  const own = streams.get(member.userId) ?? new Set()
  streams.set(member.userId, own)
  for (const oldest of own) {
    if (own.size < MOST_STREAMS) break
    own.delete(oldest)
    oldest.send({ type: 'end', reason: 'crowded' }, null)
    oldest.cut()
  }
  own.add(watcher)
  return () => {
    own.delete(watcher)
    if (own.size === 0 && streams.get(member.userId) === own) streams.delete(member.userId)
  }
}
