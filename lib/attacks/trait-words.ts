// The words that the traits are told by. Data: what is precise enough is decided here, and measured by
// match.test.ts over the real tools.
const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Orders to a model that no honest description gives. */
export const ORDERS =
  /<\s*(?:important|system|secret|hidden)\s*>|\b(?:ignore|disregard|override) (?:all |any |the )?(?:previous|prior|earlier|above) (?:instructions|rules|prompts)|\b(?:do not|don't|never) (?:tell|mention|inform|reveal|notify)\b[^.\n]{0,30}\buser\b|\b(?:read|open|send|pass|include|provide|copy|cat|reading)\b[^.\n]{0,60}(?:~\/\.ssh\b|\bid_rsa\b|\.cursor\/mcp\.json|\.aws\/credentials|\.env file)/i
/** The same in a name, where words are joined by underscores. */
export const ORDERS_IN_NAME = /content_from_reading|contents?_of_(?:ssh|env|file|credentials)|ssh_id_rsa/i

export const RECIPIENT =
  /^(?:to|cc|bcc|recipients?|to_(?:email|number|phone|address|user|jid)|recipient_\w+|phone|phone_number|mobile|telefone|telefono|celular|numero|email_addresses|jid|remote_jid|destinatario|para|destination_number|chat_id|user_id|email|emails)$/
/** Named like much else: a recipient only where its description says so. */
export const PERHAPS_RECIPIENT = /^(?:number|address|target|contact)$/
export const SAYS_RECIPIENT = /\b(?:recipient|whatsapp|phone|send(?:s|ing)? to|mobile)\b/i

export const SENDING = set(
  'send reply forward sms email mail message messages whatsapp notify tweet broadcast enviar responder sendmessage',
)
export const PUBLISHING = set('post publish comment reply submit create add push open')
export const PUBLISHED = set(
  'comment comments issue issues pull pr review reviews discussion gist release message post tweet thread status note wiki file files',
)
export const TEXT =
  /^(?:text|body|message|content|html|html_?body|text_?body|mensagem|mensaje|texto|caption|comment|files)$/
export const CHANNEL = /^(?:channel|channels|channel_id|channel_name|room|room_id|conversation_id|thread_ts)$/
export const REPOSITORY = /^(?:repo|repository|repo_name|repository_name|repo_id)$/
export const FILES = set('file files contents code blame diff tree')
export const TABLE = /^(?:table|table_name)$/
export const FILE_KEY = /^(?:file_key|node_id|node_ids)$/
export const NAMESPACE = /^(?:namespace|resource_name|pod_name|pod)$/
export const CLUSTER = set('kubectl kubernetes k8s helm pod pods kube')

/** Content that strangers write, by the noun of the name. */
export const FOREIGN = set(
  `issue issues ticket tickets comment comments message messages email emails inbox mail mails thread threads
  review reviews tweet tweets discussion discussions conversation conversations feedback replies reply requests
  articles article news transcript transcripts subtitles chat chats dm dms`,
)
/** What may stand behind such a noun: "issue_read", "thread_replies". */
export const AFTER_FOREIGN = set(
  'read get list search fetch find details content contents body text history comments replies reviews messages attachments',
)
export const PREPOSITIONS = set('in for by of from with on to')
/** Nouns before `requests` that make them what somebody else wrote. */
export const WRITTEN_REQUESTS = set('pull merge')
/** Words that make a noun the server's own: templates and settings, and what the agent itself keeps. */
export const OWN = set('default template templates type types setting settings customization webhook audit')
export const READING = set(
  `get list read search fetch find view show query scrape crawl extract browse download retrieve listar obter obtener buscar consultar pull inspect`,
)
export const SCRAPING = set('scrape crawl crawler webpage scraper')
export const WEB = set('web internet firecrawl tavily brave exa serper duckduckgo serpapi bing')
export const PAGE_CONTENT = set('snapshot console content text html extract find')
export const TELEMETRY = set('errors exceptions crashes logs error exception log console')
/** Only beside a verb: one of them alone may be the name of a page or a reference. */
export const ONE_OF_TELEMETRY = set('error exception log')
export const NO_TELEMETRY = set('page pages audit resources types code codes')

export const OPENS_URL =
  /^(?:url|urls|uri|uris|link|links|href|page_url|source_url|file_url|image_url|media_url|audio_url|video_url|document_url|pdf_url|website|endpoint_url|base_url|start_url)$/
export const OPENING =
  /\b(?:fetch|scrap|crawl|navigat|brows|visit|download|open|load|render|screenshot|extract|convert|read|retriev|import|summari[sz]|upload|send)\w*/i

export const BROWSER_ACTS = set(
  'navigate goto click type fill evaluate hover press drag select upload handle open act run new',
)
export const BROWSER = set(
  'browser browserbase puppeteer playwright selenium chrome devtools stagehand page tab webdriver',
)

export const ACCESS_VERBS = set(
  'add invite grant assign create update set share transfer edit promote change modify approve provision make',
)
export const ACCESS_NOUNS = set(
  `member members collaborator collaborators role roles permission permissions owner ownership admin admins
  administrator access policy_binding invitation invitations invite user users principal sharing`,
)
/** Users that have no say: customers of a shop, contacts of a list. */
export const NO_ACCESS = set(
  'customer customers contact contacts lead leads subscriber property properties attribute tag tags',
)
export const TRANSFERRED = set('app ownership owner repo repository project domain workspace organization')

export const OUTGOING = set(
  'send transfer transfers withdraw withdrawal withdrawals payout payouts disburse disbursement remit swap bridge',
)
export const PAYING = set('pay payment pix ted transaction sell stake enviar transferir pagar')
/** Money that comes in, or that is only called off. */
export const INCOMING = set(
  'cob cobv charge request cancel refund reverse void capture commit update authorize devolucao analysis due link qr',
)
export const PAYEE =
  /^(?:to|to_address|destination|destination_(?:id|account|address|wallet|tag)|recipient|recipients|recipient_(?:id|address)|beneficiary|beneficiary_id|payee|pix_key|chave|wallet_address|receiver|receiver_id)$/
/** A loop on these sends nothing twice. */
export const NO_SPENDING = set('cancel void refund reverse update delete get list revoke validate')

export const COSTS =
  /\b(?:\d+ credits?\b(?! cards?)|(?:consum|us|cost|spend|deduct)\w* (?:\w+ ){0,2}credits?\b(?! cards?)|credits? per\b|billable|billed per|pay[- ]per[- ]\w+|incurs? (?:\w+ )?(?:cost|charge|fee)s?)/i
export const TOKEN_COUNT = /^(?:max_tokens|max_output_tokens|max_completion_tokens|num_images|n_images)$/
export const MAKING = set('generate synthesize render transcribe create')
export const MADE = set('image images video videos audio speech music voice song completion avatar tts')

/** The conversation, by parameters that can be for nothing else; then by what a description says. */
export const CONVERSATION =
  /^(?:conversation|conversation_history|chat_history|message_history|user_prompt|user_message|original_prompt|user_query|user_intent|chain_of_thought|thought|thoughts|reasoning)$/
export const PERHAPS_CONVERSATION =
  /^(?:context|history|messages|rationale|intent|explanation|reason|purpose)$/
export const SAYS_CONVERSATION =
  /\b(?:conversation|chat history|user'?s? (?:prompt|message|question|intent|original request|goal)|why you (?:are|call|want|need)|your reasoning|what you are trying)\b/i

export const WEB_SERVERS = set('nginx apache caddy haproxy traefik')

/** Secrets that open something, not tokens of a card, codes of a sign-in or numbers. */
export const KEY_NAME =
  /pass(?:word|wd|phrase)\d?$|senha$|contrase[ñn]a$|api_?key$|apikey$|(?:private|secret|access)_key$|secret$|credentials?$|(?:auth|access|refresh|bearer|bot|api|personal_access)_token$|mnemonic$|seed_phrase$/
export const NO_KEY = /\bcredential (?:categories|json|object)|verifiable credential/i
/** "File" as content or as a label, which is no place in a file system. */
export const NO_PATH =
  /base64|to display|array of file objects|files? to upload \(|file contents?\b|name of the file\b|^file name$/i
export const SAVED =
  /\b(?:sav(?:e|ed|ing)|writ(?:e|ten)|output|download\w*|export\w*|stor(?:e|ed)|destination)\b/i
export const LOCAL_NAME = /path|dir|director|folder|paths/
