// Behind a gateway nobody sees this: it answers /livez for itself. It is for whoever runs the dashboard.
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ status: 'alive' }, { headers: { 'cache-control': 'no-store' } })
}
