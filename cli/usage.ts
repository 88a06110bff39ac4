/** What the program can do, and what its exit code says. */
export const USAGE = `Usage: npm run cli -- <command>

  user create --email E --password P [--json]   an API key for that user, who is made if missing
  user reset --email E                          a link to choose a new password, for half an hour
  user remove-factors --email E                 passkeys, app and recovery codes of that user go
  organisation list [--json]                    every organisation: its id, name, owners and how many people
  organisation quota ID [RESOURCE=NUMBER]...    how much an organisation has and may have; with numbers, sets
                                                them for it; RESOURCE=default takes one back
  audit verify [--organisation ID] [--root HASH] [--json]
                                                whether every audit entry is as it was sealed, or the first
                                                that is not; HASH is a root that was noted earlier
  audit purge --older-than DAYS                 drops the months of audit entries that ended before, over
                                                MAINTENANCE_DATABASE_URL
  policy validate FILE [--tools FILE] [--json]  everything that is wrong with a policy
  policy test FILE... [--policy FILE] [--tools FILE] [--json]
                                                whether calls are decided as test files say
  policy diff A B [--tools FILE] [--json] [--fail-on-widening] [--fail-on-change]
                                                what B changes, tool by tool, and whether more passes
  policy import FILE [--tools FILE] [--json]    another product's policy as one of ours, on stdout; what
                                                became of each part, on stderr
  policy pull POLICY [--out FILE]               the text in force of one policy, on stdout or in a file
  policy pull --dir FOLDER                      all of them, and portcullis.json that says which is which
  policy push FILE --policy ID [--base VERSION] [OPTIONS]
  policy push --dir FOLDER [OPTIONS]            publishes what differs, once everything was checked; options:
                                                --comment TEXT, --dry-run, --fail-on-change, --fail-on-widening
  policy simulate FILE --policy ID [--since DAY] [--json] [--fail-on-change]
  policy simulate --dir FOLDER [--since DAY] [--json] [--fail-on-change]
                                                what files would have done to the calls on record
  policy propose FILE --policy ID --reason TEXT [--json]
                                                a file as a draft that a person publishes or dismisses
  mcp                                           an MCP server on stdio for agents: reads the catalogue and denials,
                                                explains decisions, proposes changes; publishes and approves nothing
  connect --server ID --key KEY [--url URL] -- COMMAND...
                                                makes a server on stdio reachable through the gateway at URL
  catalogue import SOURCE... [--header "NAME: VALUE"]... [--json]
                                                servers and their tools into the public catalogue; SOURCE is
                                                registry, registry:URL, seed, the URL of a server, or a file or
                                                folder (a tools/list answer, a client's file, a server.json,
                                                Docker's catalogue); one that was stopped goes on where it was
  catalogue classify FILE                       category and severity of tools, a JSON line each

pull, push, simulate, propose and mcp ask a running Portcullis: --url URL or PORTCULLIS_URL, and an API key in
PORTCULLIS_API_KEY. FILE may be - for standard input. A file of tools is a tools/list result.

Exit codes: 0 all is well; 1 it is not (the policy has errors, a test failed, a change was not to be, an
audit entry is not what was sealed, an import has parts that are not supported here, or skipped some); 2 nothing was checked
(a wrong command, or a file that cannot be read or used).`
