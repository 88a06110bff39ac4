// What an approval is for (A1): one text, equal exactly for what one approval may let in.
import { canonicalJson, type JsonObject, jsonObject } from '#lib/json/index.ts'

/** Everything that a person approves. Ids and hashes are texts as the gateway has them. */
export type ApprovalSubject = {
  readonly organisation: string
  readonly grant: string
  readonly server: string
  readonly tool: string
  /** The hash of the tool's accepted definition. */
  readonly definition: string
  readonly arguments: JsonObject
  /** What a retry brings along (2026-07-28); null where the request has none. */
  readonly inputResponses: JsonObject | null
  readonly requestState: string | null
  readonly policyVersion: string
}

/**
 * The canonical JSON (RFC 8785) of a subject, for its caller to digest. Two subjects that differ in any
 * value have different texts; arguments that are equal by value have the same.
 */
export function approvalSubject(subject: ApprovalSubject): string {
  return canonicalJson(
    jsonObject([
      ['organisation', subject.organisation],
      ['grant', subject.grant],
      ['server', subject.server],
      ['tool', subject.tool],
      ['definition', subject.definition],
      ['arguments', subject.arguments],
      ['inputResponses', subject.inputResponses],
      ['requestState', subject.requestState],
      ['policyVersion', subject.policyVersion],
    ]),
  )
}
