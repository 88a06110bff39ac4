import { Missing } from '#components/public/missing.tsx'

export default function NotFound() {
  return <Missing />
}
