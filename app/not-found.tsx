import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <AuthFrame
      title="There is nothing at this address"
      description="Check the link, or start from the front."
      footer=""
    >
      <LinkButton href="/">Go to the front page</LinkButton>
    </AuthFrame>
  )
}
