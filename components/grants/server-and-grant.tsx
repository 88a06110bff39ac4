import { ChooseOne, type Named } from '#components/ui/choose-one.tsx'

type Chosen = { readonly server?: string | undefined; readonly grant?: string | undefined }
type ServerAndGrantProps = {
  servers: readonly Named[]
  grants: readonly Named[]
  chosen: Chosen
  /** Called with the one that changed; undefined is all of them. */
  onChosen: (part: Chosen) => void
}

/** Which server and which grant: the two filters that everything about calls has. */
export function ServerAndGrant({ servers, grants, chosen, onChosen }: ServerAndGrantProps) {
  return (
    <>
      <ChooseOne
        label="Server"
        all="All servers"
        items={servers}
        value={chosen.server}
        onValue={(server) => onChosen({ server })}
      />
      <ChooseOne
        label="Grant"
        all="All grants"
        items={grants}
        value={chosen.grant}
        onValue={(grant) => onChosen({ grant })}
      />
    </>
  )
}
