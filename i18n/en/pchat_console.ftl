## What was typed: addresses

address-missing = Enter a SIP address.
address-without-at = The address needs a user part and a SIP domain, such as sip:ocschat@contoso.com.
address-with-several-ats = The address has more than one @ character.
address-without-user = Enter the user part before the @ character.
address-without-domain = Enter the SIP domain after the @ character.
address-with-blank = The address contains a space or an invisible character.
address-too-long = The address has { $length } characters; at most { $longest } are allowed.
scheme-added = The prefix sip: was added: { $address }
input-normalized = The input was converted from “{ $from }” to “{ $to }”.
forbidden-character = The character { $name } is not allowed here.
user-part-characters = These characters are not allowed before the @: { $characters }
user-part-unusual = These characters are valid but unusual before the @, and some clients may not accept them: { $characters }
user-part-dots = Periods at the beginning or end, or two in a row, may not be accepted by every client.
domain-part-invalid = The part after the @ is not a valid SIP domain. { $problem }
domain-not-configured = { $domain } is not a SIP domain of this deployment. Configured: { $configured }
display-name-too-long = The display name has { $length } characters; at most { $longest } are allowed.

## What was typed: FQDNs

fqdn-missing = Enter an FQDN.
fqdn-too-long = The FQDN has { $length } characters; at most 255 are allowed.
fqdn-label-too-long = “{ $label }” has more than 63 characters.
fqdn-empty-label = There is nothing between two periods, or at the beginning or end.
fqdn-hyphen = “{ $label }” begins or ends with a hyphen.
fqdn-character = The character { $character } is not allowed in an FQDN.
fqdn-short-name = This is a short name. Enter the FQDN, such as pchat01.contoso.com.

## What the deployment says

pool-not-found = { $pool } is not a Persistent Chat pool of this deployment.
pool-is-source = { $pool } runs Group Chat. It is the source of a migration and cannot be the target of a legacy endpoint.
pool-version-unknown = The pool { $pool } reports version { $version }, which this console does not know. Check that it is a Persistent Chat pool.
pool-version-missing = The pool { $pool } reports no version. Check that it is a Persistent Chat pool.
pool-failed-over = The pool { $pool } is failed over to its backup.
endpoint-already-there = An endpoint like this already exists. Nothing will be changed: { $address }
address-of-endpoint = { $address } already belongs to an endpoint of the pool { $pool }.
address-of-endpoint-without-pool = { $address } already belongs to an endpoint whose pool is not known.
second-legacy-endpoint = The pool { $pool } already has a legacy endpoint in this SIP domain: { $other }
legacy-endpoint-in-other-domain = The pool { $pool } has a legacy endpoint in another SIP domain: { $other }
address-held-by-user-on = A user account holds this address: { $name } (registrar pool { $registrar }). Free the address first.
address-held-by-user = A user account holds this address: { $name }. Free the address first.
address-held-by-contact = A contact object holds this address: { $name }
address-held-by-other = Another directory object holds this address: { $name }
unread-no-right = The session does not have the right to ask.
unread-no-answer = The server did not answer.
unread-not-understood = The server’s answer could not be used.
unread-services-stopped = Cannot be read now: the Persistent Chat services are stopped.
unread-not-asked = Not read from live servers yet.
pools-unread = The pools could not be read. { $reason }
sip-domains-unread = The SIP domains could not be read, so addresses are not compared with them. { $reason }
pool-state-unread = The state of the pools could not be read. { $reason }
endpoints-of-pool-unread = The endpoints of the pool { $pool } could not be read. { $reason }
endpoints-unread = The list of all endpoints could not be read. { $reason }
source-pools-unread = The trusted application pools, where Group Chat may run, could not be read. { $reason }
object-skipped = An object of type { $kind } could not be understood and is not shown: { $identity }
server-warning = The server gave a warning.

## How a step came out

step-refused = The server refused the change. Nothing was changed.
step-not-sent = The change was not sent to the server. Nothing was changed.
step-exists-differently = { $address } exists with other settings, for the pool { $pool }. Nothing was changed.
step-exists-differently-without-pool = { $address } exists with other settings. Nothing was changed.
step-target-changed = { $address } is no longer the endpoint that was captured: another one has taken its place. It was not removed.
endpoint-protected = { $address } was created automatically, or its origin is unknown. The pool may need it, so the console does not remove it.
step-answer-lost = The connection was lost before the answer arrived. Nobody knows yet whether the change was made.
step-answer-lost-but-done = The answer was lost, but the server shows that the change was made.
step-not-visible-yet = The server accepted the change, but after { $time } the new endpoint is not listed yet. Replication may need more time.
step-still-visible = The server accepted the change, but after { $time } the endpoint is still listed. Replication may need more time.
step-wait-cancelled = The server accepted the change. Waiting for it to appear was stopped.
step-cancelled-before-act = Cancelled before anything was sent. Nothing was changed.
step-read-back-differs = The server made the change, but what it shows now differs from what was asked for.
step-address-still-held = After { $time } the address is still in use.
step-observe-failed = The server could not be read before the change, so the change was not started.

## Connections

uri-missing = Enter the address of a Front End Server or Director.
uri-not-https = The address must begin with https://. With http:// only Kerberos and NTLM are possible: they encrypt what is sent by themselves.
uri-with-user = Do not put a user name into the address; enter it below.
user-missing = Enter a user name, as DOMAIN\user or user@domain.
password-missing = Enter the password.

## Why something is not possible now

not-connected = Not connected.
read-only-session = This session is read-only. Allow changes first.
nothing-read = Nothing has been read from the server yet.
reading-outdated = The last reading failed. Refresh first.
other-change-running = Another change is running.
checks-failed = A check has failed.
checks-running = The checks are still running.
pool-of-endpoint-unknown = The pool of { $address } is not known, so the endpoint could not be brought back. The console does not remove it.
no-endpoint-selected = Select an endpoint first.
several-endpoints-selected = Select exactly one endpoint.
typed-address-differs = The address typed is not the address of this endpoint.
nothing-to-undo = This change did nothing that could be undone.
nothing-open = Every outcome of this change is known.
check-again-first = The outcome of a step is open. Check again first.
undone-already = This change has already been undone.
not-in-this-deployment = This change was made in another deployment.
incomplete = Fill in the required fields.

## States

status-pending = Pending
status-running = Running
status-interrupted = Interrupted
status-done = Done
status-done-with-warning = Done with warning
status-already-satisfied = Already satisfied
status-failed = Failed
status-unknown-outcome = Unknown outcome
status-not-visible-yet = Accepted, not visible yet
verdict-passed = Passed
verdict-not-checked = Not checked
verdict-warning = Warning
verdict-failed = Failed
severity-note = Note
severity-error = Error
check-address-form = Form of the SIP address
check-sip-domain = SIP domain is configured
check-pool = Target pool
check-display-name = Display name
check-endpoints = Address is not used by another endpoint
check-holders = Address is not held by a user or contact
check-other-endpoints = Other legacy endpoints of the pool
origin-automatic = Automatic
origin-legacy = Legacy
origin-unknown = Unknown
generation-other = Version { $version }
generation-unknown = Unknown version
pool-state-normal = Normal
pool-state-failed-over = Failed over
not-read = Not read
environment-embedded-lab = Lab (not a real server)
environment-lab-server = Lab server
environment-rehearsal = Rehearsal
environment-production = Production
plan-create = Create legacy endpoint
plan-remove = Remove endpoint
plan-replace = Replace endpoint
plan-undo = Undo
act-create = Create { $address } for the pool { $pool }
act-remove = Remove { $address }
act-await-free = Wait until { $address } is free

## Errors: what happened, and what to do next

error-name-not-found = The name { $target } could not be resolved.
error-name-not-found-next = Check the spelling, and whether this computer uses the company’s DNS servers.
error-unreachable = { $target } does not accept a connection.
error-unreachable-next = Check that this is a Front End Server or Director, not the Persistent Chat pool, and that a firewall lets port 443 through.
error-timeout = { $target } did not answer in time.
error-timeout-next = Try again. If it happens again, check the load on the server and the network between.
error-line-lost = The connection to { $target } was lost.
error-line-lost-next = Try again. The console signs in anew by itself.
error-untrusted = The certificate of { $target } was issued by an authority this computer does not trust.
error-untrusted-next = Give the CA certificate of your company as a CA file, or have it installed in the system’s store. Certificates are always checked; there is no exception.
error-wrong-host-name = The certificate was issued for another name than { $target }.
error-wrong-host-name-next = Enter the server by a name that stands in its certificate, usually its FQDN.
error-certificate-expired = The certificate of { $target } has expired or is not valid yet.
error-certificate-expired-next = Check this computer’s clock. If it is right, the server’s certificate has to be renewed.
error-insecure-channel = No secure connection to { $target } could be agreed on.
error-insecure-channel-next = The server and this computer share no TLS version or cipher suite. The details name what was tried.
error-unauthenticated = { $target } did not accept the user name or password.
error-unauthenticated-next = Check user name, domain and password. Too many attempts may lock the account.
error-no-common-sign-in = { $target } offers no way to sign in that this console supports.
error-no-common-sign-in-next = Windows authentication (Negotiate, Kerberos or NTLM) has to be enabled for OcsPowershell on the server. NTLM is used only where the connection allows it.
error-no-ticket = Signing in to { $target } with Kerberos is not possible.
error-no-ticket-next = The details hold the reason. Enter the server by its FQDN, and check this computer’s clock and DNS servers; or allow NTLM for this connection.
error-not-powershell = { $target } answers, but not with remote PowerShell.
error-not-powershell-next = Enter a Front End Server or Director, with the path /OcsPowershell. The FQDN of the Persistent Chat pool does not work.
error-forbidden = The account has no right to run { $operation }.
error-forbidden-next = Sign in with an account in the role CsPersistentChatAdministrator or CsAdministrator, or ask for the role.
error-not-found = { $operation }: the server did not find the object.
error-not-found-next = Refresh the list. The object may have been removed in the meantime.
error-conflict = { $operation }: the address is already in use.
error-conflict-next = Read in the details who holds the address, free it there, and run the checks again.
error-refused = The server refused { $operation }.
error-refused-next = The details hold the server’s own words.
error-protocol = The answer of { $target } could not be understood.
error-protocol-next = Check that nothing between this computer and the server changes the answers. The details help support.
error-cancelled = Cancelled.
error-cancelled-next = Nothing more will be done.
error-outcome-unknown = The connection was lost before the answer arrived.
error-outcome-unknown-next = Read the server again before you decide anything. Do not repeat the change blindly.
error-file = A file could not be read or written: { $target }
error-file-next = Check the permissions and the free space of the folder.
error-read-only = This session is read-only.
error-read-only-next = Allow changes for this session first.
not-done-unknown = It is not known whether the change was made.
not-done-changing = Nothing was changed.
not-done-connecting = No session was opened. Nothing was read and nothing was changed.
not-done-reading = Nothing was changed. What was read before is still shown.
not-done-keeping = Nothing was lost in memory, but it is not on disk.

## Navigation and columns

nav-overview = Overview
nav-pools = Pools
nav-endpoints = Endpoints
nav-journal = Journal
nav-settings = Settings
column-fqdn = Pool (FQDN)
column-generation = Version
column-site = Site
column-registrar = Registrar (next hop)
column-active-servers = Active servers
column-inactive-servers = Inactive servers
column-state = State
column-sip-address = SIP address
column-display-name = Display name
column-pool = Pool
column-origin = Origin
column-identity = Identity
column-enabled = Enabled
column-made-at = Time
column-change = Change
column-status = Status
column-who = Operator
pool-unknown = Pool unknown
read-at-from = Read at { $time } from { $host }

## The command line

lab-banner = Lab: this is the embedded deployment, not a real server.
endpoint-not-listed = The server lists no endpoint with the address { $address }. Nothing was changed.
log-not-written = No log file could be started for this run: { $words }
no-preview = The server returned no preview.
waiting-to-appear = Sent. Reading the server until the change shows, for { $limit } at most.
step-line = { $status }: { $act }
check-line = { $verdict }: { $check }

## The window itself

no-window = No window could be opened. Check the graphics driver, try --renderer glow, or use the commands shown by --help. Details: { $log }
no-window-no-log = No window could be opened. Check the graphics driver, try --renderer glow, or use the commands shown by --help.
window-title = Persistent Chat console – { $environment }

## Shell and pages

shell-not-connected = Not connected
shell-read-only = Read-only
shell-changes-allowed = Changes allowed
shell-reading = Reading { $host }…
shell-reading-now = Reading…
shell-connect = Connect…
shell-allow-changes = Allow changes…
shell-make-read-only = Make read-only
shell-use-lab = Use the lab
shell-refresh-key = Refresh (F5)
shell-lab-line = Lab: practice data inside this program. No real server is read or changed.
shell-live-line = Live deployment. This console has not been proved on a real server yet.
shell-what-is-unproved = What is not proved
shell-running = Running: { $change }, { $address }
shell-running-body = The steps are in the journal. Nothing else can be changed until this is over.
shell-waiting = Reading the server until the change shows: { $elapsed } of { $limit }.
shell-stopping = Stopping at the next safe place…
shell-stop-waiting = Stop waiting
shell-notices = Notices
shell-dismiss = Dismiss
note-copied = Copied
note-profile-saved = The connection was saved.
note-kept-aside = { $file } could not be understood. It was kept as { $aside }, and defaults are in use.
note-unreadable-file = { $file } could not be read. Defaults are in use.
note-worker-panicked = Part of the program ended unexpectedly. Refresh before you go on; the log has the details.
page-refresh = Refresh
page-new-endpoint = New legacy endpoint…
page-not-connected-body = Connect to a Front End Server or Director, or use the lab to practice.
page-loading-body = The first reading may take a while with many pools.
page-stale-title = The refresh failed. This was read at { $time }.
page-stale-word = May be out of date
page-raw-properties-show = Show raw properties
page-raw-properties-hide = Hide raw properties
page-copy-properties = Copy properties
page-server-words = The server’s own words
page-server-words-show = Show the server’s own words
page-server-words-hide = Hide the server’s own words
page-copy = Copy
page-copy-rows-tooltip = Copies the selected rows as tab-separated text (Ctrl+C)
page-select-rows = Select rows first.
page-rows = { $all ->
        [one] { $all } row
       *[other] { $all } rows
    }
page-rows-found = { $shown } of { $all } rows
page-rows-selected = { $all ->
        [one] { $all } row, { $selected } selected
       *[other] { $all } rows, { $selected } selected
    }
page-rows-found-selected = { $shown } of { $all } rows, { $selected } selected
page-search-hint = Search (Ctrl+F)
page-search-clear = Clear search
page-nothing-found = No row contains what was searched for.
page-several-selected = { $count } rows are selected. Select one to see its details.
page-no-value = –
page-yes = Yes
page-no = No
overview-purpose = What this console is connected to, and where legacy clients are led.
overview-next = Next step
overview-next-open = { $count ->
        [one] The outcome of one change is open. Read it back in the journal before you do anything else.
       *[other] The outcomes of { $count } changes are open. Read them back in the journal before you do anything else.
    }
overview-next-no-pool = No Persistent Chat pool was found here. Check the server and the rights of the account.
overview-next-held = Legacy clients that look for { $address } still reach Group Chat, because its Lookup account holds the address. At the changeover, free the address first, then create a legacy endpoint with it.
overview-next-free = Nobody holds { $address }, so legacy clients that look for it find nothing. Create a legacy endpoint with it if they are to reach a pool.
overview-next-none = There is nothing that has to be done. Create another legacy endpoint if legacy clients use an address of their own.
overview-open-journal = Open the journal
overview-connection = Connection
overview-profile = Saved as
overview-environment = Environment
overview-access = Access
overview-url = URL
overview-account = Account
overview-read-at = Read at
overview-counts = What is there
overview-pools = Persistent Chat pools
overview-legacy = Legacy endpoints
overview-automatic = Automatic endpoints
overview-unknown = Endpoints of unknown origin
overview-open-pools = Show pools
overview-open-endpoints = Show endpoints
overview-lookups = Where legacy clients are led
overview-lookups-note = Who holds the address legacy clients look for by themselves, in each SIP domain.
overview-no-domains = The SIP domains could not be read.
overview-more-domains = { $count } more SIP domains are not listed here.
lookup-endpoint = Endpoint
lookup-endpoint-pool = Leads legacy clients to the pool { $pool }.
lookup-endpoint-without-pool = The pool of the endpoint is not known.
lookup-account = Lookup account
lookup-account-on = Still on Group Chat: { $name } (registrar { $registrar })
lookup-account-name = Still on Group Chat: { $name }
lookup-other = Another object
lookup-other-name = A directory object that is no user account: { $name }
lookup-nobody = Nobody
lookup-nobody-meaning = Legacy clients that look for this address find nothing.
lookup-not-known = Not known
lookup-not-known-meaning = The session could not ask everywhere.
overview-source = Source of the migration
overview-source-note = Group Chat, seen only as a trusted application pool. It is where you come from, never a target.
overview-source-none = No trusted application pool of Group Chat was found.
overview-source-pool = Pool
overview-source-application = Application
overview-notices = What the reading could not bring
overview-more-notices = { $count } more notices are not listed here.
unproved-title = What is not proved yet
unproved-body = No real Lync Server or Skype for Business Server was available to test this console against. It was tested against its own lab and against independent test programs.
unproved-read-only = This session is read-only. Compare what you see with the Management Shell before you allow changes.
unproved-changes = Changes are allowed. Read every result back with the Management Shell as well.
unproved-show = Show what is not proved
unproved-hide = Hide what is not proved
unproved-endpoint = Remote PowerShell as IIS hosts it at /OcsPowershell
unproved-sign-in = Signing in with Kerberos, and extended protection on Windows
unproved-old-tls = Servers on Windows Server 2008 R2 that offer only TLS 1.0
unproved-properties = Which properties an endpoint object really has
pools-purpose = The Persistent Chat pools legacy endpoints can lead to.
pools-search = Search pools
pools-select = Select a pool to see its details.
pools-empty = No Persistent Chat pool
pools-empty-body = The server lists none, or the account may not see them. The overview says what could not be read.
pools-service-id = Service ID
pools-endpoints = Endpoints of this pool
pools-no-endpoints = None was found.
pools-more-endpoints = { $count } more
pools-show-endpoints = Show in Endpoints
endpoints-purpose = For legacy clients only: an endpoint leads them to a pool. Persistent Chat itself does not use it.
endpoints-search = Search endpoints
endpoints-select = Select an endpoint to see its details.
endpoints-empty = No endpoint
endpoints-empty-body = Even automatic ones are missing, so the account may not see them. The overview says what could not be read.
endpoints-replace = Replace…
endpoints-remove = Remove endpoint…
endpoints-origin = Where it comes from
endpoints-automatic = Automatic endpoint (cannot be removed)
endpoints-legacy = Legacy endpoint
endpoints-unknown = Unknown origin (cannot be removed)
endpoints-automatic-because = Inferred: its user part is GC- and the service ID of the pool. The server does not say so itself.
endpoints-legacy-because = Inferred: the automatic endpoint of its pool is another one, so an administrator made this one.
endpoints-unknown-because = The automatic endpoint of the pool could not be told from the others, so none of them may be removed here.
journal-purpose = Every change, written down before it is made, and how it came out.
journal-search = Search the journal
journal-select = Select a change to see its steps.
journal-select-one = Select a change first.
journal-empty = No changes yet
journal-empty-body = Whatever is created, removed or replaced with this console is kept here, and can be undone from here.
journal-unread = The journal has not been read yet
journal-unread-body = It is read when a session opens.
journal-read = Read the journal
journal-loading = Reading the journal…
journal-stale-title = The journal could not be read again. What was read before is shown.
journal-not-written = The end of the last change could not be written to the journal
journal-damaged = Part of the journal cannot be believed
journal-cut-short = { $file }, line { $line }: cut short. The program or the computer stopped while it was written.
journal-not-utf8 = { $file }, line { $line }: not valid text (UTF-8).
journal-unreadable = { $file }, line { $line }: cannot be understood ({ $words }).
journal-chain-broken = { $file }, line { $line }: does not fit the line before it. The file was edited, or lines are missing.
journal-newer-format = { $file }, line { $line }: written by a newer version of this program (format { $format }).
journal-more-damages = { $count } more places are damaged.
journal-contradictions = { $count ->
        [one] One entry contradicts the one before it and was left out.
       *[other] { $count } entries contradict those before them and were left out.
    }
journal-damaged-body = Everything before a damaged place counts. The files are left as they are.
journal-check-again = Check again
journal-continue = Continue…
journal-undo = Undo…
journal-undone-by = Undone by the change of { $time }.
journal-undoes = Undoes the change of { $time }.
journal-started = Started { $started }
journal-started-ended = Started { $started }, ended { $ended }
journal-read-back-show = Show the endpoint as it was read
journal-read-back-hide = Hide the endpoint as it was read
journal-read-nothing = Read at { $time }: no such endpoint.
journal-computer = Computer
journal-file = File
journal-hash = Hash of the line
settings-purpose = How this console looks, and where it keeps its files.
settings-appearance = Appearance
settings-language = Language
settings-language-system = As the system has it ({ $language })
settings-theme = Theme
settings-theme-system = As the system has it
settings-theme-light = Light
settings-theme-dark = Dark
settings-lab = Lab
settings-fault = What happens to the next change
settings-fault-none = Nothing: it works
settings-fault-refuse = { $name }: the server refuses it
settings-fault-time-out = { $name }: no answer in time, nothing is done
settings-fault-drop-after-act = { $name }: done, but the answer is lost
settings-fault-slow = { $name }: done after a long wait
settings-fault-note = For rehearsing a bad night. It strikes once.
settings-places = Files
settings-places-note = Passwords are kept in none of them.
settings-place-data = Data folder
settings-place-settings = Settings
settings-place-profiles = Connections
settings-place-journal = Journal
settings-place-plans = Plans
settings-place-log = Log of this run
settings-no-log = No log is written
settings-copy-path = Copy path: { $place }
settings-version = pchat-console { $version }

## Wizard and dialogs

dialog-details-show = Details
dialog-details-hide = Hide details
dialog-details-title = The server’s own words
dialog-copy = Copy
dialog-copy-command = Copy command
dialog-close = Close
dialog-back = Back
dialog-next = Next
dialog-cancel = Cancel
dialog-numbered = { $number }. { $act }
dialog-production = This is production: { $host }

wizard-title-create = New legacy endpoint
wizard-title-replace = Replace legacy endpoint
wizard-steps = Steps
wizard-step-pool = Pool
wizard-step-address = Address
wizard-step-checks = Checks
wizard-step-review = Review
wizard-step-run = Run
wizard-step-result = Result
wizard-step-done = Done
wizard-step-current = Current step
wizard-step-upcoming = Still to come
wizard-cancel-meaning = Nothing has been changed on the server yet. Cancel discards your entries and changes nothing.
wizard-close-meaning = The outcome is also in the journal.
wizard-first-step = This is the first step.
wizard-create = Create
wizard-replace = Replace
wizard-discard-question = Discard your entries?
wizard-discard = Discard entries
wizard-keep = Keep editing
wizard-pool-heading = Which pool should legacy clients reach?
wizard-pool-hint = A legacy client reaches one pool at a time. The endpoint leads its address to the pool you select here.
wizard-pool-choose = Select a pool.
wizard-pool-none = No Persistent Chat pool was read
wizard-pool-none-next = Close the wizard and refresh. If the list stays empty, check the right to run Get-CsService.
wizard-pool-card = { $generation } · Site { $site } · { $state }
wizard-pool-endpoints = Legacy endpoints: { $count }
wizard-replace-hint = You are replacing { $address }. An endpoint cannot be edited, so a new one is created and the old one is removed.
wizard-address-heading = Which SIP address do legacy clients look for?
wizard-address-note = Without the prefix sip: it is added for you. Full-width letters are converted.
wizard-name = Display name (optional)
wizard-name-note = Shown in the directory. Legacy clients do not need it.
wizard-suggestions = Suggestions
wizard-suggestion-conventional = Group Chat clients of this SIP domain look for this address by themselves.
wizard-suggestion-conventional-free = Free. Group Chat clients of this SIP domain look for this address by themselves.
wizard-suggestion-free = Free. Clients have to be set to this address.
wizard-suggestion-taken-next = You can go on with this address; the checks stop before the change until it is free.
wizard-replace-same = Same address: the old endpoint is removed first, the console waits until the address is free, and then creates the new one. In between, legacy clients cannot connect.
wizard-replace-different = Different address: the new endpoint is created and read back first. Only then is the old one removed.
wizard-checks-heading = Checks before the change
wizard-check-again = Check again
wizard-checking = Checking
wizard-checks-running-body = The console asks the server. Nothing is changed.
wizard-checks-failed-body = Nothing can be created until the failed checks pass. Go back to change your entries, or remove the cause and check again.
wizard-checks-not-checked = Not everything could be checked
wizard-checks-not-checked-body = What could not be checked has not passed. Make sure of it in another way before you go on.
wizard-checks-warning = You can go on; read the warnings first
wizard-checks-warning-body = A warning does not stop the change, but it may not be what you want.
wizard-checks-passed = All checks passed
wizard-checks-passed-body = Nothing stands in the way of the change.
wizard-free-the-address = To free the address in a way that can be taken back, give the account a retired address with Set-CsUser -SipAddress. Disable-CsUser cannot be taken back, and Set-CsUser -Enabled $false does not free the address. As soon as the address is free, the Lookup service of Group Chat can no longer sign in.
wizard-review-heading = What will be created
wizard-review-no-name = None
wizard-review-commands = What will be run
wizard-review-commands-hint = The console runs exactly this.
wizard-review-stops = If a step does not succeed, the steps after it are not run.
wizard-what-if = What-if
wizard-what-if-asking = Asking the server for a preview. Nothing is changed.
wizard-what-if-again = Ask again
wizard-what-if-failed = There is no preview. Nothing was changed.
wizard-what-if-first = The preview covers the first command only: the later ones depend on its result.

run-heading = The change is being made
run-sending = Working on the server
run-sending-body = Every step is written to the journal before it begins, and is read back afterwards.
run-waiting = Reading the server until the change shows: { $elapsed } of { $limit } at most
run-waiting-body = Changes take time to reach every server. The console only reads now; nothing is repeated.
run-stopping = Stopping
run-stopping-body = The console stops at the next safe place. What was already sent is not taken back.
run-stop-waiting = Stop waiting
run-stop-waiting-tip = Stop waiting takes nothing back. You can check again later.
run-cancel-tip = Cancel stops at the next safe place. If the command was already sent, its outcome stays unknown until the server is read again.
run-closes-when-done = The window closes as soon as this change is over.
run-already-satisfied = Nothing was run: it is already so.
run-from-to = { $from } – { $to }
run-from = Since { $from }

result-created = The legacy endpoint was created and read back
result-removed = The endpoint was removed; the server no longer lists it
result-replaced = The endpoint was replaced
result-undone = The change was undone
result-with-warning-next = Read the details before you go on.
result-failed = The change was not completed
result-failed-partly = The steps marked as done remain done.
result-gap = The old endpoint is gone and the new one is not there: legacy clients cannot connect now.
result-partly-next = Remove the cause named below or in the details. Then run the rest, or undo what was done.
result-failed-next = Nothing more was run. Remove the cause named above or in the details, then start again.
result-unknown-next = Check again first: the console then only reads. Do not repeat the change before its outcome is known.
result-not-visible-next = Nothing has to be repeated. Wait a few minutes, then check again.
result-interrupted = The change stopped between two steps
result-interrupted-next = The steps marked as done remain. Run the rest, or undo what was done.
result-not-begun = Nothing was begun
result-not-begun-next = The journal could not be written, and the console does nothing that was not written down first. Check the folder of the journal, then start again.
result-check-again = Check again
result-continue = Run the rest…
result-undo = Undo…
result-journal-not-written = The end of this change could not be written to the journal
result-read-back = Read back from the server
result-returned = Returned by the server, not read back yet
result-found = Found on the server
result-no-longer-listed = The server no longer lists { $address }.
result-journal-entry = Journal entry
result-journal-change = Change
result-journal-who = { $person } on { $computer }
result-journal-file = File
result-show-journal = Show in the journal
result-clients = What to set in the clients
result-clients-automatic = Users whose SIP address ends in @{ $domain } and whose client finds the server automatically: nothing to change.
result-clients-others = Everyone else: users of other SIP domains, manually configured clients, and clients with a group policy for another address.
result-clients-everyone = No client looks for this address by itself. Set it in every client, or once by group policy.
result-clients-uri = Lookup server URI
result-clients-2007 = 2007 R2 client
result-clients-2007-how = In the account settings, select manual configuration and enter the address as the Lookup server URI. Account and password stay as they are.
result-clients-2010 = 2010 client
result-clients-2010-how = Under Join a Chat Room, Edit Domains: enter the address as the Lookup Server URI. In a manually configured account, enter it as the Lookup Server URI too. The labels may differ slightly.
result-clients-policy = Group policy
result-clients-policy-how = “Specify lookup server URI” (LookupServerUri) of the template GroupChatConsole.adm. It overrides what the client derives from the user’s SIP address.
result-notice = Notice to users
result-notice-hint = A draft in three languages, ready to copy into a message.
notice-conventional =
    Group Chat: the server you connect to

    Group Chat clients (2007 R2 and 2010) now connect to the new Persistent Chat server through { $address }.
    If your client finds its server automatically and your sign-in address ends in @{ $domain }, you do not have to change anything. Sign out and sign in again.
    If you entered a Lookup server by hand, enter this address as the Lookup server URI: { $address }
    If your chat rooms do not appear, please contact your help desk.
notice-other =
    Group Chat: the server you connect to

    Group Chat clients (2007 R2 and 2010) now connect to the new Persistent Chat server through { $address }.
    Please enter this address as the Lookup server URI in your client, then sign out and sign in again: { $address }
    If your chat rooms do not appear, please contact your help desk.

plan-continue-title = Run the rest of the change
plan-continue-hint = This change stopped on its way. Each remaining step first looks at the server and runs only if it is still needed.
plan-undo-hint = This takes back an earlier change. It is a change of its own, with its own journal entry.
plan-steps = What will be run
plan-lost = What is lost
plan-lost-remove = Legacy clients that look for { $address } no longer find a pool. The directory object and its identity are gone.
plan-lost-nothing = Nothing is removed.
plan-kept = What stays
plan-kept-what = The pool, its chat rooms and their messages, and every user of a newer client, which does not use this endpoint.
plan-undo-way = The way back
plan-undo-remove = Undo in the journal creates { $address } again with the same pool and display name. The directory object gets a new identity.
plan-undo-create = Undo in the journal removes { $address } again.
plan-type = To confirm, type { $address }
plan-type-note = Pasting is allowed.
plan-verb-remove = Remove endpoint
plan-verb-undo = Undo

connect-title = Connect
connect-profiles = Saved connections
connect-new = New connection
connect-delete = Delete connection
connect-uri = Server
connect-uri-note = A Front End or Director, not the Persistent Chat pool. A bare name gets https:// and /OcsPowershell.
connect-user = User name
connect-user-note = DOMAIN\user or user@domain
connect-password = Password
connect-password-note = Kept in memory only, never saved.
connect-environment = What kind of deployment is this?
connect-production-meaning = People work with it. No label counts as production.
connect-rehearsal-meaning = Set up like production, to rehearse the migration.
connect-lab-meaning = A real server to practice on, not the built-in lab.
connect-ca-file = CA file (optional)
connect-ca-file-none = None: the authorities this computer trusts are used.
connect-browse = Browse…
connect-clear = Clear
connect-certificates = Certificates are always checked. A CA file adds the authority of your company.
connect-name = Name of the connection (optional)
connect-name-note = Without a name, the connection is saved under its server.
connect-save = Save connection
connect-connect = Connect
connect-busy = A connection is being made.
connect-connecting = Connecting to { $uri }
connect-connecting-body = The session starts read-only. Cancel stops waiting; nothing is changed on the server.
connect-saved = The connection was saved. The password was not.

allow-title = Allow changes in this session?
allow-production = Users feel every change at once.
allow-what = You can then create, replace and remove legacy endpoints.
allow-how = Nothing is changed by this alone. Each change shows its exact command first, asks for your go-ahead, and is written to the journal.
allow-until = The session goes back to read-only when you choose so or when you connect again.
allow-changes = Allow changes

close-title = A change is being made
close-running = If you wait, the console reads the change back, writes its outcome to the journal, and then closes.
close-unknown-meaning = If you close now, the outcome stays unknown: the command may or may not have taken effect. The journal keeps the change as interrupted, and you can check it again at the next start.
close-over = The change is over, and its outcome is in the journal.
close-wait = Wait, then close
close-leave-unknown = Close and leave it unknown
close-keep-open = Keep open
close-now = Close
