/** What a server of Docker's catalogue is called outside of it, where others have its bare name, too. */
export function dockerName(name: string): string {
  return `docker/${name}`
}
