// Ports where something else than HTTP listens. A body that a tenant chooses, sent to one of these, can be
// read as commands there (cross-protocol forgery); a hosted gateway connects to two ports only.

/** The bad ports of the Fetch standard (§2.9), but for those where nothing ever answers. */
const BAD_PORTS = [
  7, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
  531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045,
  4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]
/** Databases, queues and the sockets that run containers: none of them serves MCP. */
const STORES = [
  445, 873, 1433, 1521, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5433, 5671, 5672, 5900, 6379, 6380,
  6432, 7000, 7001, 9042, 9092, 10250, 11211, 16379, 26379, 27017, 27018, 50000,
]
const DENIED: ReadonlySet<number> = new Set([...BAD_PORTS, ...STORES])
const PUBLIC: ReadonlySet<string> = new Set(['', '443', '8443'])

/**
 * Why a port is not connected to, as a sentence; null where it is.
 * @param port as in a URL: '' for the scheme's own
 */
export function portProblem(port: string, options: { readonly allowPrivate: boolean }): string | null {
  if (!options.allowPrivate)
    return PUBLIC.has(port) ? null : `Port ${port} is not allowed. Serve MCP on port 443 or 8443.`
  return DENIED.has(Number(port)) && port !== ''
    ? `Port ${port} is not allowed: something else than HTTP is at home there. Serve MCP on another port.`
    : null
}
