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
held-in-directory = An object of the directory holds this address ({ $class }, partition: { $partition }): { $dn }
left-behind-in-directory = The address was left behind in proxyAddresses of { $dn }. Nobody uses it, but it is not free: have the value removed there first.
deleted-holder = An object in the recycle bin held this address: { $dn }. Restoring it brings the address back.
only-in-directory = The directory shows a holder that Get-CsAdPrincipal and Get-CsUser do not show. Perhaps a change has not reached every domain controller yet; check again in a few minutes.
not-in-directory = Get-CsAdPrincipal and Get-CsUser show a holder that { $host } does not show. Perhaps a change has not reached every domain controller yet; check again in a few minutes.
unread-no-right = The session does not have the right to ask.
unread-no-answer = The server did not answer.
unread-not-understood = The server’s answer could not be used.
unread-services-stopped = Cannot be read now: the Persistent Chat services are stopped.
pools-unread = The pools could not be read. { $reason }
sip-domains-unread = The SIP domains could not be read, so addresses are not compared with them. { $reason }
pool-state-unread = The state of the pools could not be read. { $reason }
endpoints-of-pool-unread = The endpoints of the pool { $pool } could not be read. { $reason }
endpoints-unread = The list of all endpoints could not be read. { $reason }
source-pools-unread = The trusted application pools, where Group Chat may run, could not be read. { $reason }
directory-part-unasked = A part of the directory could not be asked, so the answer may be incomplete: { $part }
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
step-service-missing = The server { $server } lists no service named { $service }. Nothing was changed.
step-service-not-running = The server accepted the change, but after { $time } the service is not running yet.
step-service-not-stopped = The server accepted the change, but after { $time } the service has not stopped yet.
step-replica-missing = The Central Management store lists no replica named { $replica }. Nothing was changed.
step-replica-outdated = The server accepted the change, but after { $time } the replica is not up to date yet. Replication may need more time.
service-foreign = The service { $service } on { $server } does not belong to Persistent Chat, so the console neither starts nor stops it.

# The address swap: plans and steps
plan-on-communications-server = The account is homed on Office Communications Server. Change it with that version’s own tools.
swap-address-not-of-account = The captured account does not hold { $address }.
plan-retired-same = { $address } is the address to be freed. The account needs another one.
swap-account-protected = { $account } is protected from accidental deletion. The console does not remove that protection.
swap-no-controller = No domain controller is named that has to show the address free.
swap-attestation-missing = Nobody has confirmed yet: { $subject }
swap-account-not-nameable = The name { $account } contains a wildcard, so a cmdlet could change several accounts with it.
swap-not-known-to-lync = Lync does not know the account { $account }.
swap-registrar-unknown = The registrar pool of { $account } is not known. Without it the account could not be enabled again.
swap-no-way-back = There is no way back: the account was deleted and cannot be restored. A new account with the same name would have another SID; its service logon, SQL Server and NTFS rights would have to be granted anew.
undo-of-way-back = A rollback is not undone. Start a new address swap instead.
swap-other-holder = Another object holds the address: { $identity }
swap-second-holder = A second object holds the address: { $identity }
swap-address-not-held = { $account } no longer holds the address.
step-account-gone = The account { $account } is no longer in Active Directory.
step-account-changed = The account was changed since it was captured: { $changed }
swap-lync-changed = Lync shows the account differently than when it was captured: { $changed }
swap-left-in-proxies = The address was left behind in proxyAddresses of { $identity } ({ $values }), so it is not free. This line removes it: { $command }
swap-holders-incomplete = A part of the directory could not be asked, so somebody else may hold the address.
swap-next-hop-differs = The next hop of { $pool } is now { $registrar }.
swap-next-hop-missing = The deployment names no next hop for { $pool }.
swap-registrar-silent = No computer of the registrar pool { $registrar } shows its registrar service running.
swap-registrar-uncertain = Services run on { $registrar }, but they do not say whether the registrar is among them.
swap-chat-services-run = The Persistent Chat services of { $pool } are running already. Messages posted on it cannot be taken back to Group Chat.
swap-chat-services-unread = Whether the Persistent Chat services of { $pool } are stopped could not be read.
swap-contact-differs = The address is not held by a contact of the configuration partition, but by { $identity }
swap-not-as-captured = The account is not yet as it was captured: { $changed }
swap-attributes-differ = The account is back, but these values are not as they were captured: { $changed }
step-controllers-outstanding = These domain controllers do not show the address free yet: { $hosts }
step-replicator-cycles = The User Replicator is given time for { $cycles } cycles. Whether it has read the directory is not observable.
step-replicator-not-observable = The time of { $cycles } User Replicator cycles has passed. Whether it has read the directory is not observable.
step-contact-not-visible = The endpoint was created, but after { $time } the directory does not show its contact yet. Replication may need more time.
step-endpoint-unsettled = Whether the endpoint was created cannot be told yet: the domain controllers and Lync do not agree.
step-handed-over = The step was handed over. The console waits until the directory shows that it is done.
step-hand-over-offered = This account may not make the change; nothing was changed. The step can be handed over: its script does exactly this and nothing else.
step-done-by-another-hand = Done by another hand. The console saw the result and changed nothing itself.
swap-held-again = The journal says that the address was freed, but { $account } holds it again.

## Connections

uri-missing = Enter the address of a Front End Server or Director.
uri-not-https = The address must begin with https://. With http:// only Kerberos and NTLM are possible: they encrypt what is sent by themselves.
uri-with-user = Do not put a user name into the address; enter it below.
user-missing = Enter a user name, as DOMAIN\user or user@domain.
password-missing = Enter the password.
directory-server-missing = Type the server: the name of a domain controller.
directory-server-form = This is no address of a domain controller. Type a host, or an address such as ldaps://dc01.contoso.com:636.
dns-server-form = Type the DNS server as a host or an IP address, with a port if it has one of its own.

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
typed-server-differs = The name typed is not the name of this server.
no-right = The account has no right to run { $cmdlet }. Roles that have it: { $roles }
no-current-user-here = This build cannot sign in as the current user: it has no access to Kerberos tickets. Enter a user name and a password.
server-not-read = The services of { $server } have not been read. Read the servers of the pool first.
service-not-picked = { $service } is not known to be a Persistent Chat service. Mark it as one first.
service-runs-already = { $service } is already running.
service-stopped-already = { $service } is already stopped.
service-is-changing = { $service } is just starting or stopping. Read the servers again in a moment.
nothing-to-undo = This change did nothing that could be undone.
nothing-open = Every outcome of this change is known.
check-again-first = The outcome of a step is open. Check again first.
undone-already = This change has already been undone.
not-in-this-deployment = This change was made in another deployment.
directory-not-connected = No directory is connected.
not-in-this-directory = This change was made in the directory of { $forest }, which is not connected.
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
check-directory = Address is not held in Active Directory
check-other-endpoints = Other legacy endpoints of the pool
origin-automatic = Automatic
origin-legacy = Legacy
origin-unknown = Unknown
generation-other = Version { $version }
generation-unknown = Unknown version
pool-state-normal = Normal
pool-state-failed-over = Failed over
service-running = Running
service-stopped = Stopped
service-start-pending = Starting
service-stop-pending = Stopping
not-read = Not read
environment-embedded-lab = Lab (not a real server)
environment-lab-server = Lab server
environment-rehearsal = Rehearsal
environment-production = Production
plan-create = Create legacy endpoint
plan-remove = Remove endpoint
plan-replace = Replace endpoint
plan-start-service = Start service
plan-stop-service = Stop service
plan-swap = Address swap
plan-swap-back = Roll back an address swap
plan-replicate = Send the configuration to a replica
plan-undo = Undo
act-create = Create { $address } for the pool { $pool }
act-remove = Remove { $address }
act-await-free = Wait until { $address } is free
act-start-service = Start { $service } on { $server }
act-stop-service = Stop { $service } on { $server }
act-replicate = Send the configuration to { $replica }
act-confirm-holder = Confirm that { $account }, unchanged since it was captured, is the only holder of { $address }
act-attest = Attested: { $subject }
act-check-target = Check that { $pool } is published and its next hop { $registrar } answers
act-free-rename = Change the address of { $account } to { $retired }
act-free-remove = Remove { $account } from Lync
act-free-delete = Delete the account { $account } from Active Directory
act-await-controllers = Wait until every required domain controller shows { $address } free
act-await-replicator = Wait for { $cycles } User Replicator cycles of { $registrar } (not observable)
act-confirm-contact = Confirm in the directory that only the contact of { $pool } holds { $address }
act-settle-endpoint = Find out whether the endpoint { $address } was created
act-return-rename = Give { $account } the address { $address } again
act-return-enable = Enable { $account } for Lync again, with { $address }
act-return-restore = Restore the account { $account } from the recycle bin
act-grant-policy = Grant { $account } the policy { $policy } again ({ $kind })
act-confirm-returnable = Confirm that { $account } can take its address back
act-confirm-returned = Confirm that { $account } is as it was captured
act-handed-over = Handed over: { $act }
attestation-group-chat-stopped = Group Chat is stopped
attestation-nobody-connected = Nobody is connected to Group Chat
standing-not-begun = The account holds its address; nothing was freed
standing-freed = Nobody holds the address
standing-endpoint-stands = The endpoint holds the address
standing-endpoint-not-visible = The endpoint is not visible on both sides yet
standing-returned = The account holds its address again
standing-lost = Nobody holds the address, and the account cannot be restored
standing-conflict = Another object holds the address, or several do
fit-continue = Continue where it stopped
fit-way-back = Roll back
authentication-negotiate = Negotiate (Kerberos only)
authentication-negotiate-ntlm = Negotiate (Kerberos, else NTLM)
layer-name-resolution = Name resolution (DNS)
layer-tcp = TCP connection
layer-tls = TLS and certificate
layer-sign-in = Sign-in
layer-session = PowerShell session
layer-rights = Rights of the account
layer-not-reached = Not reached
task-read-endpoints = Read pools and endpoints
task-find-holders = Find out who holds an address
task-create-endpoints = Create legacy endpoints
task-remove-endpoints = Remove endpoints
task-read-servers = Read servers: services and replication
task-control-services = Start and stop services
task-read-rooms = Read categories, rooms and add-ins
task-change-users = Change the SIP addresses of users
task-grant-policies = Grant policies to users
task-update-user-database = Let registrars read the directory at once
task-replicate = Replicate the Central Management store
task-send-test-message = Send a test message (Lync 2013 path)
fact-tls-version = TLS version
fact-cipher = Cipher suite
fact-offered = Offered by the server
fact-used = Used
fact-channel-binding = Bound to the TLS channel
fact-sealed = Messages sealed
certificate-subject = Subject
certificate-issuer = Issuer
certificate-names = Valid for
certificate-not-before = Valid from
certificate-not-after = Valid to

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
error-no-preview = This cmdlet has no preview (-WhatIf).
error-no-preview-next = Check the command itself before you run it.
error-directory-name-not-found-next = Check the spelling and the DNS servers of this computer, or give the DNS server of the domain.
error-directory-unreachable-next = Check that this is a domain controller, and that a firewall lets port 636 through (for StartTLS 389, for the global catalog 3269 or 3268).
error-directory-no-common-sign-in-next = Sign in to the directory with a user name and a password.
error-directory-no-ticket-next = The details hold the reason. Enter the domain controller by its FQDN and check this computer’s clock, or sign in with a user name and a password.
error-directory-forbidden = The directory does not let this account do this: { $operation }
error-directory-forbidden-next = Connect the directory with an account that has the right, or ask for the right.
error-directory-conflict = { $operation }: something else stands there in the directory already.
error-directory-conflict-next = The details hold the directory’s own words. Ask the directory again before you go on.
not-done-unknown = It is not known whether the change was made.
not-done-changing = Nothing was changed.
not-done-connecting = No session was opened. Nothing was read and nothing was changed.
not-done-reading = Nothing was changed. What was read before is still shown.
not-done-keeping = Nothing was lost in memory, but it is not on disk.

## Navigation and columns

nav-overview = Overview
nav-pools = Pools
nav-endpoints = Endpoints
nav-directory = Directory
nav-migration = Migration checklist
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
column-about = About
column-kind = Kind
column-status = Status
column-who = Operator
column-server = Server
column-service = Service
column-replica = Replication
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
abilities-title = What this account can do
abilities-loading = The rights of the account are being read.
abilities-unread = The rights of the account could not be read. Nothing is turned off because of that; the server decides.
abilities-all = The account may run every cmdlet this console uses.
abilities-some = Of { $all } tasks, { $missing } need a role the account does not have.
abilities-show = Show what the account may do
abilities-hide = Hide what the account may do
ability-held = Possible
ability-missing = No right
ability-unknown = Not known
ability-missing-role = { $cmdlet } is missing. Roles that have it: { $roles }
ability-missing-cmdlet = { $cmdlet } is missing.
deployment-title = Around the chat pools
deployment-read = Read
deployment-not-read = Not read yet: replication, which clients may sign in, and compliance of the whole deployment.
deployment-loading = Reading what surrounds the chat pools…
deployment-failed = This could not be read
deployment-blocks = { $count ->
        [one] The client version policy { $policy } has a rule that turns clients away. Check whether it meets legacy clients.
       *[other] The client version policy { $policy } has { $count } rules that turn clients away. Check whether they meet legacy clients.
    }
deployment-behind = { $count ->
        [one] A replica of the configuration is not up to date: { $servers }
       *[other] { $count } replicas of the configuration are not up to date: { $servers }
    }
deployment-fine = No rule turns clients away, and every replica is up to date.
deployment-show = Show everything that was read
deployment-hide = Hide everything that was read
deployment-sites = Sites
deployment-pools = Pools of every kind
deployment-computers = Computers
deployment-replicas = Replicas
deployment-replicas-current = { $current } of { $all } are up to date
deployment-replica-behind = { $server }: not up to date
deployment-replicator = How often the directory is read
deployment-cycle = { $identity }: every { $cycle } (minutes:seconds)
deployment-cycle-unsaid = { $identity }: the server does not say how often
deployment-clients = Client version policies
deployment-rules = { $policy }: turns away { $agents }
deployment-rules-none = { $policy }: turns no client away
deployment-rules-unread = { $policy }: { $reason }
deployment-proxies = Sign-in of clients
deployment-proxy = { $identity }: { $methods }
deployment-proxy-unsaid = { $identity }: the server names no method
deployment-certificate = certificate
deployment-compliance = Compliance
deployment-adapter = { $identity }: adapter { $adapter }
deployment-adapter-none = { $identity }: no adapter, so no compliance data is saved
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
unproved-services = Which short names and roles the Persistent Chat services have, and what a server answers when one is started or stopped
unproved-directory = Active Directory: only Samba and slapd were available, with one domain controller
pools-purpose = The Persistent Chat pools legacy endpoints can lead to.
pools-search = Search pools
pools-select = Select a pool to see its details.
pools-facts = The pool
servers-title = Servers and services
servers-read = Read servers
servers-read-again = Read again
servers-read-at = Read at { $time }
servers-not-read = Not read yet. Reading asks every server of the pool for its services and how its replica stands.
servers-loading = Reading the servers of this pool…
servers-failed = The servers could not be read
servers-none = The pool names no servers.
server-active = Active
server-inactive = Inactive
replica-up-to-date = Replication up to date
replica-behind = Replication not up to date
replica-not-listed = No replica listed
replica-not-listed-meaning = The Central Management store lists no replica of this name.
replica-unread = Replication not read
replica-report = Last status report: { $report }. Last update: { $update }. Version: { $version }. Times are as the server wrote them.
services-none = No Persistent Chat service was found here by its role.
services-unread = The services could not be read. { $reason }
services-without-role = This server does not say which role its services have. The console cannot tell which are Persistent Chat’s.
services-pick-show = Choose the Persistent Chat services ({ $count } without a role)
services-pick-hide = Hide services without a role
services-pick-note = Compare the short names with the Services console of the server first. Stopping a wrong service may end calls and meetings.
service-pick = { $display } – { $service } ({ $status })
service-pick-without-name = { $service } ({ $status })
service-start = Start…
service-start-tip = Start { $service } on { $server }
service-stop = Stop…
service-stop-tip = Stop { $service } on { $server }
contents-title = What the pool holds
contents-categories = Categories
contents-rooms = Chat rooms
contents-addins = Add-ins
contents-show = { $what }: { $count }
contents-none = { $what }: none
contents-unread = { $what }: { $reason }
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
journal-read-back-show = Show what was read back
journal-read-back-hide = Hide what was read back
journal-read-nothing = Read at { $time }: it is not there.
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
settings-lab-bin = The directory's recycle bin is on
settings-lab-proxy = Cmdlets leave the old address in proxyAddresses
settings-lab-role = What the directory account may do
settings-lab-role-administrator = Everything
settings-lab-role-sip-operator = Change SIP addresses, delete nothing
settings-lab-role-help-desk = Read only
settings-support = For support
settings-recording = Record the connections made from now on
settings-recording-note = Writes down every request and answer in a file that can be read. Passwords, keys and sign-in tokens are removed before anything is written. Names of users, servers and addresses stay in it: read it before you hand it on. It is off again at the next start.
settings-recording-file = Newest record
settings-recording-none = Nothing is recorded yet. Connect to begin.
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

## The directory page

directory-purpose = Who holds a SIP address in Active Directory, and how the forest stands.
directory-none = No directory is connected
directory-none-body = The directory itself says who holds a SIP address, also where the Lync cmdlets do not look: contacts of applications, values that were left behind, deleted accounts. The address swap needs it.
directory-none-session = Connect to a server first; its directory is connected beside it. The lab has one of its own.
directory-connect = Connect directory…
directory-connect-lab = Connect the lab’s directory
directory-connecting = Connecting to the directory
directory-connecting-body = The other pages can be used meanwhile.
directory-disconnect = Disconnect
directory-search = Who holds this address?
directory-search-note = Users, contacts and application contacts, in the domain and the configuration partition. Upper and lower case make no difference.
directory-suggestions = Addresses legacy clients look for:
directory-find = Find
directory-asking = Asking the directory…
directory-asking-failed = The directory could not be asked
directory-free = Nobody holds { $address }.
directory-not-complete = Nobody was found, but not everything could be asked. So { $address } does not count as free.
directory-held = { $count ->
    [one] One object holds { $address }.
   *[other] { $count } objects hold { $address }. An address should have one holder.
}
directory-held-and-left = { $address } is held, and it was also left behind in proxyAddresses of another object. An address should stand on one object only.
directory-left-behind = Nobody uses { $address }, but the value was left behind in proxyAddresses. The address does not count as free.
directory-more-holders = { $count } more objects are not listed here.
directory-deleted = In the recycle bin
directory-deleted-note = These objects hold nothing now. Restoring one of them brings the address back.
directory-deleted-unread = Deleted objects could not be searched. { $reason }
directory-read-from-catalog = Read at { $time } from { $host } (global catalog)
holder-user = User
holder-contact = Contact
holder-application-contact = Application contact
holder-group = Group
holder-other = Other object
holder-partition = Partition
holder-partition-domain = Domain
holder-partition-configuration = Configuration
holder-partition-other = Another one
holder-place = Where it stands
holder-place-both = msRTCSIP-PrimaryUserAddress and proxyAddresses
holder-place-proxy = proxyAddresses only
holder-left-behind = Left behind
holder-dn = Distinguished name
holder-copy-dn = Copy distinguished name
holder-sip-address = SIP address
holder-sip-enabled = SIP-enabled
holder-owner = Application
directory-connection = Connection
directory-forest-heading = Forest
directory-forest = Forest
directory-domain = Domain
directory-schema = Lync schema
directory-schema-unknown = A version this console does not know ({ $numbers })
directory-schema-none = The forest was never prepared for Lync Server.
directory-bin = Recycle bin
directory-bin-on = On
directory-bin-on-meaning = A deleted account can be restored with its Lync attributes.
directory-bin-off = Off
directory-bin-off-meaning = There is no way back from deleting an account. The address swap can rename its address instead.
directory-bin-unread-meaning = Whether a deleted account could be restored is not known. Count on no. { $reason }
directory-controllers = Domain controllers
directory-controllers-unread = The domain controllers could not be read. { $reason }
directory-controller-connected = connected
directory-reading = Reading the directory…
directory-reading-failed = The directory could not be read
column-controller = Domain controller
column-ad-site = AD site
column-domain = Domain
column-writable = Writable
column-global-catalog = Global catalog

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
wizard-pool-more = { $count ->
        [one] One more pool is not shown. Search for it.
       *[other] { $count } more pools are not shown. Search for the one you need.
    }
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
result-service-started = The service was started and is running
result-service-stopped = The service was stopped
result-replicated = The replica is up to date
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
evidence-service = Service
evidence-replica = Replica
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
plan-lost-stop-service = While { $service } is stopped, the people in its chat rooms are disconnected. The services that depend on it stop too.
plan-lost-nothing = Nothing is removed.
plan-kept = What stays
plan-kept-what = The pool, its chat rooms and their messages, and every user of a newer client, which does not use this endpoint.
plan-kept-service = Rooms, messages and settings stay as they are. The other services of the server are left alone.
plan-undo-way = The way back
plan-undo-remove = Undo in the journal creates { $address } again with the same pool and display name. The directory object gets a new identity.
plan-undo-create = Undo in the journal removes { $address } again.
plan-undo-start-service = Undo in the journal stops { $service } on { $server } again.
plan-undo-stop-service = Undo in the journal starts { $service } on { $server } again.
plan-type = To confirm, type { $address }
plan-type-server = To confirm, type { $server }
plan-type-note = Pasting is allowed.
plan-verb-remove = Remove endpoint
plan-verb-start-service = Start service
plan-verb-stop-service = Stop service
plan-verb-replicate = Send configuration
plan-verb-undo = Undo

connect-title = Connect
connect-profiles = Saved connections
connect-new = New connection
connect-delete = Delete connection
connect-uri = Server
connect-uri-note = A Front End or Director, not the chat pool. A bare name is completed.
connect-account = Sign in as
connect-current-user = Current user
connect-current-user-meaning = Signs in as the account this program runs as. There is no password to type.
connect-named-user = User name and password
connect-named-user-meaning = Signs in as another account.
connect-user = User name
connect-user-note = DOMAIN\user or user@domain
connect-password = Password
connect-password-note = Kept in memory only, never saved.
connect-environment = What kind of deployment is this?
connect-production-meaning = People work with it. No label counts as production.
connect-rehearsal-meaning = Set up like production, to rehearse the migration.
connect-lab-meaning = A real server to practice on, not the built-in lab.
connect-more-show = Show sign-in method and CA file
connect-more-hide = Hide sign-in method and CA file
connect-more-summary = { $method }; CA file { $file }
connect-more-summary-without-file = { $method }; no CA file
connect-method = Sign-in method
connect-negotiate-meaning = Recommended. Server and client agree on Kerberos.
connect-kerberos-meaning = Only Kerberos. It needs a reachable domain controller and the server’s FQDN.
connect-current-user-kerberos = The current user signs in with Kerberos tickets. NTLM needs a user name and a password.
connect-ntlm-meaning = Only NTLM, for servers that cannot do Kerberos. It proves less about the server.
connect-allow-ntlm = Allow NTLM when Kerberos is not possible
connect-allow-ntlm-meaning = Without this, signing in fails rather than falling back to the weaker NTLM.
connect-ca-file = CA file (optional)
connect-ca-file-none = None (authorities this computer trusts)
connect-browse = Browse…
connect-clear = Clear
connect-certificates = Certificates are always checked. A CA file adds the authority of your company.
connect-name = Name of the connection (optional)
connect-name-note = Without a name, the connection is saved under its server.
connect-save = Save connection
connect-test = Test connection
test-title = Connection test
test-running = Testing { $uri }
test-running-body = One layer after the other. Nothing is changed on the server, and the session you work with stays open.
test-stopping = Stopping at the next safe place…
test-stopped = The test was stopped
test-stopped-body = What was not reached says nothing about the server.
test-nothing = Nothing could be tested
test-failed = The connection fails at: { $layer }
test-passed = The connection works
test-passed-body = The account may run everything this console uses.
test-warning = The connection works, with something to know
test-warning-body = Read the lines that are not marked as passed.
test-now = Testing now
test-details-show = Show details
test-details-hide = Hide details
test-words = In its own words
test-certificates-show = Show certificates
test-certificates-hide = Hide certificates
test-certificate = Certificate { $number } of { $count }
test-cmdlets = Cmdlets this console uses
test-cmdlets-held = The account may run { $held } of { $used } cmdlets.
test-cmdlets-show = Show the cmdlets that can be run
test-cmdlets-hide = Hide the cmdlets that can be run
test-report-note = The report names servers and accounts, and holds no password.
test-report-copy = Copy report
test-report-title = Connection test: { $uri }
test-report-line = [{ $verdict }] { $layer }
test-again = Test again
connect-connect = Connect
connect-busy = A connection is being made.
connect-connecting = Connecting to { $uri }
connect-connecting-body = The session starts read-only. Cancel stops waiting; nothing is changed on the server.
connect-saved = The connection was saved. The password was not.
directory-title = Connect directory
directory-encrypted = The connection is always encrypted with TLS (LDAPS or StartTLS) and the certificate is always checked. Nothing is sent in clear text.
directory-where = Domain controller
directory-discovered = Find through the domain
directory-discovered-meaning = A domain controller is found through DNS.
directory-typed = Type a server
directory-typed-meaning = The domain controller that is typed is asked, and changed where changes are allowed.
directory-domain-note = Leave it empty for the domain of this computer.
directory-server = Server
directory-server-note = A host, or ldaps://dc01.contoso.com:636. With ldap:// StartTLS is used.
directory-account-note = The directory has an account of its own; the one of the Lync server is not used for it.
directory-more-show = Show CA file and DNS server
directory-more-hide = Hide CA file and DNS server
directory-more-summary = CA file { $file }; DNS server { $dns }
directory-more-none = none
directory-more-dns-default = of this computer
directory-dns = DNS server (optional)
directory-dns-note = Only where the DNS servers of this computer do not know the domain.
directory-ca-note = Server and directory of a saved connection use the same CA file.
directory-save = Save with connection
directory-save-first = Save the connection to the server first. The directory is saved with it.
directory-saved = The directory was saved with the connection. The password was not.
directory-connecting-to = Connecting to { $server }
directory-connecting-to-body = Cancel stops waiting; nothing is changed in the directory.
directory-any-controller = a domain controller of this computer’s domain
directory-controller-of = a domain controller of { $domain }
connect-directory = Directory
connect-directory-current = The directory is connected with it, as the current user: { $server }
connect-directory-named = The directory is connected with it, as { $user }: { $server }
connect-directory-password = Password for the directory
connect-directory-password-note = Leave it empty to connect the directory later.

allow-title = Allow changes in this session?
allow-production = Users feel every change at once.
allow-what = You can then create, replace and remove legacy endpoints, and start and stop services.
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

diagnosis-address-unusable = This is not an address of remote PowerShell. Enter https://, the FQDN of a Front End Server or Director, and /OcsPowershell.
diagnosis-name-not-found = The name { $host } could not be resolved. Check the spelling, the DNS servers of this computer, and whether a VPN has to be connected.
diagnosis-name-timed-out = The DNS servers did not answer in time when asked for { $host }. Check that this computer reaches its DNS servers.
diagnosis-refused = { $host } answers, but refuses connections on port { $port }. Check that IIS runs on the server, that the port is right, and that no firewall rejects it.
diagnosis-connect-timed-out = { $host } did not answer on port { $port } in time. Usually a firewall between here and the server drops the connection, or the server is down.
diagnosis-unreachable = There is no way to { $host } from this computer. Check the network connection, the VPN and the routes.
diagnosis-silent-addresses = Some addresses of the name did not accept a connection: { $addresses }. Connecting is slow or fails whenever DNS names them first.
diagnosis-not-encrypted = The connection is not encrypted. That is allowed to this computer only, for tests.
diagnosis-ca-file = The CA file { $path } cannot be used. It has to hold certificates in PEM or DER form.
diagnosis-untrusted = This computer does not trust the issuer of the certificate, { $issuer }. Give the certificate of this CA as a CA file, or have it installed in the system’s store.
diagnosis-wrong-host-name = The certificate is not valid for { $host }, but for: { $names }. Connect by one of these names.
diagnosis-expired = The certificate expired at { $time }. If this computer’s clock is right, the certificate has to be renewed on the server.
diagnosis-not-yet-valid = The certificate is valid only from { $time } on. Check this computer’s clock.
diagnosis-expires-soon = Days left until the certificate expires: { $days }. Have it renewed in time.
diagnosis-no-common-tls = No secure connection to { $host } could be agreed on. The server may speak TLS 1.0 only, which this computer’s policy refuses, or the port may not speak TLS at all.
diagnosis-chain-hidden = The server encrypts its certificates with TLS 1.3 and accepts nothing older, so its chain cannot be shown here.
diagnosis-unauthenticated = { $host } did not accept the account. Check user name, domain and password; too many attempts may lock the account.
diagnosis-no-common-sign-in = { $host } and this connection have no way to sign in in common. Enable Windows authentication for OcsPowershell on the server, or allow NTLM in the connection if your policy permits it.
diagnosis-no-domain-controller = No domain controller could be asked for a Kerberos ticket. Write the user as user@domain with the domain’s DNS name, check this computer’s DNS servers and port 88, or allow NTLM for this connection.
diagnosis-clock-differs = The clocks of this computer and of the domain controller differ too much for Kerberos. Set this computer’s clock by the domain’s time source.
diagnosis-service-unknown = The domain knows no Kerberos service by the name { $host }. Enter the server by the FQDN it has in the domain; for an alias or a load-balanced name, have the SPN registered.
diagnosis-account-unusable = The domain controller refuses the account: it is locked, disabled or expired, or its password has to be changed first. Have that put right before you try again.
diagnosis-no-logon-ticket = The current user has no Kerberos ticket for this server. Sign in to the domain (with kinit where it is not Windows), or enter a user name and a password.
diagnosis-sign-in-failed = Signing in to { $host } failed. The words below say why.
diagnosis-not-bound = The sign-in is not bound to the TLS connection. It works unless the server requires extended protection for authentication.
diagnosis-not-power-shell = { $host } answers, but not with remote PowerShell. Enter a Front End Server or Director with the path /OcsPowershell, not the Persistent Chat pool.
diagnosis-session-forbidden = The account may not open a session on { $host }. It needs a role such as CsPersistentChatAdministrator or CsAdministrator.
diagnosis-too-many-sessions = { $host } has reached its limit of sessions. Close other consoles, or wait until the server ends idle sessions.
diagnosis-session-failed = { $host } did not open a PowerShell session. The words below are the server’s own; its event log says more.
diagnosis-no-answer = { $host } did not answer in time. Try again; if it happens again, check the load on the server.
diagnosis-line-lost = { $host } closed the connection. Check that nothing between this computer and the server cuts long connections, and try again.
diagnosis-rights-unknown = The session does not tell which cmdlets it holds. What the account may not do shows when it is tried; the server decides.
diagnosis-rights-partly = The account has no right to { $missing } of the cmdlets this console uses. Each is listed below with the role that has it.
diagnosis-cancelled = The test was cancelled.
diagnosis-lab = The lab is part of this program. There is no connection to test; give the address of a server.

## Address swap

swap-nobody-holds = Nobody holds { $address }. There is nothing to free: create a legacy endpoint with it instead.
swap-several-holders = More than one object holds the address: { $names }. Only one may keep it before it can be swapped.
swap-holder-is-no-user = { $dn } holds the address, but it is not a user account ({ $class }). Only the address of a user account is swapped here.
swap-only-proxy = { $dn } has the address only in proxyAddresses, where it was left behind. No Lync cmdlet takes it away: remove the value in Active Directory, then look again.
swap-holder-not-readable = { $dn } holds the address, but the account could not be read. Check what the directory account may read.
swap-on-communications-server = The account is homed on Office Communications Server 2007 R2. Lync cmdlets must not change it. Free the address with that version’s own tools, then create a legacy endpoint here.
swap-other-service = The name { $name } speaks of the Channel, Web or Compliance service. Only the Lookup account gives up its address; those accounts stay as they are.
swap-perhaps-other-service = The name { $name } also speaks of another service (Channel, Web or Compliance). Make sure this is the Lookup account.
swap-unknown-to-deployment = Lync does not know this account (Get-CsUser finds nothing), so its registrar pool and policies cannot be captured.
swap-sides-differ = Lync’s cmdlets name another holder: { $names }. Find out why before you go on.
swap-not-asked-everywhere = Not every part of the directory could be asked. Another object may hold the address as well.
swap-deleted-holders = Deleted objects had this address: { $names }. Restored, they would hold it again.
swap-retired-missing = Enter the address the account is to get.
swap-retired-same = This is the address that is to become free. Enter another one.
swap-retired-held = Already held: { $names }. Choose another address for the account.
swap-retired-free = Nobody holds it.
swap-way-missing = Choose how the address is freed.
swap-holder-confirmed = { $dn } holds the address, and nothing else does.
swap-holder-is-another = The address is held by { $dn }, which is not the captured account. Go back and look it up again.
swap-account-unchanged = The account is as it was captured.
swap-account-changed = The account has changed since it was captured. Go back and look it up again.
swap-account-gone = The account is no longer there.
swap-bin-on = On: a deleted account can be restored, with its SID.
swap-bin-off = Off: once deleted, the account cannot be brought back. There is no way back.
swap-bin-not-needed = Off. Nothing is deleted this way, so it is not needed.
swap-target-published = The published topology lists { $pool }.
swap-target-not-published = The published topology does not list { $pool }. Publish it first.
swap-next-hop-answers = { $server } answers.
swap-next-hop-silent = No server of { $registrar } answers. Legacy clients could not be led on from there.
swap-next-hop-unknown = The next hop of { $pool } is not known, so the console cannot tell which registrar has to see the change.
swap-services-stopped = Stopped, as they should be before the swap.
swap-services-running = Running. Messages posted on the new pool cannot go back: a rollback without loss ends when these services start.
swap-services-not-found = No chat service was found by its role. See for yourself that they are stopped.
swap-cmdlets-held = The session may run what the swap and its way back need.
swap-handed-over = Freeing the address is handed over; whoever runs the script needs the rights.
swap-way-back-without = The swap itself is possible. For the way back these are missing: { $cmdlets }. It would have to be handed over.
swap-admin-protected = The account is, or was, in a protected group (adminCount is 1): Lync’s rights on it are taken away every hour, and the change may be refused. Safer is a script run by a domain administrator.
swap-inherits-nothing = The account does not inherit rights, so Lync’s groups have none on it and the change may be refused. Safer is a script run by a domain administrator.
swap-deletion-protected = The account is protected from accidental deletion. Take the protection off in Active Directory first, or choose another way.
swap-may-not-delete = The directory account may not delete this account. Hand the step over, or connect to the directory with another account.
swap-may-delete = The directory account may delete this account.
swap-account-open = The account inherits rights and is in no protected group.
swap-controllers-agree = { $count ->
        [one] One controller is waited for; it answers and shows the account.
       *[other] { $count } controllers are waited for; all answer and show the account.
    }
swap-controllers-silent = No answer from { $hosts }. The swap would wait there.
swap-controllers-differ = Another state on { $hosts }. Let replication catch up, then check again.
swap-no-controllers = No controller is waited for. Choose at least one AD site on the page before.
swap-attestation-missing-group-chat = Still to be confirmed above.
swap-attestation-missing-connected = Still to be confirmed above.
swap-attested = Confirmed by { $by }.
swap-held-by-endpoint = An endpoint holds { $address } already: there is nothing to swap.
swap-not-captured = Look up who holds the address first.
swap-check-holder = Exactly one holder
swap-check-account = Account unchanged since it was captured
swap-check-retired = Retired address is free
swap-check-bin = Recycle bin of Active Directory
swap-check-cmdlets = Rights in Lync
swap-check-protection = Rights on the account
swap-check-target = Target pool is published
swap-check-next-hop = Next hop of the pool answers
swap-check-services = Chat services of the pool
swap-check-endpoint = The endpoint that takes over
swap-check-controllers = Domain controllers that are waited for
swap-check-group-chat = Group Chat is stopped
swap-check-connected = Nobody is connected
holder-class-user = user account
holder-class-contact = contact
holder-class-application-contact = application contact
holder-class-group = group
holder-class-other = another object
swap-title = Swap an address
swap-open = Swap the address…
swap-step-account = Account
swap-step-target = Target
swap-step-way = Way
swap-cancel-meaning = Nothing has been changed on either side. Cancel loses only your entries.
swap-look-up = Look up the account
swap-verb = Free the address and create the endpoint
swap-verb-delete = Delete the account and create the endpoint
swap-address-heading = Which address is an endpoint to take over?
swap-address-hint = The Lookup account (the “well-known user”) gives its address up, and a legacy endpoint takes it over. Legacy clients then reach the new pool without being reconfigured.
swap-address-note = Looking up changes nothing. Accounts of the Channel, Web and Compliance services are not swapped.
swap-looking-up = Asking the directory and Lync who holds the address…
swap-account-heading = The account that holds { $address }
swap-other-address = Look up another address
swap-dn = DN
swap-sam = Logon name
swap-enabled = Enabled in AD
swap-last-logon = Last logon
swap-last-logon-none = None recorded
swap-last-logon-note = A recent logon is expected of a service account and does not mean that a person uses it. The time may be up to two weeks old.
swap-in-lync = In Lync
swap-registrar = Registrar pool
swap-policies = Policies
swap-policies-none = None granted to the account itself
swap-attributes-show = Show everything that was captured
swap-attributes-hide = Hide what was captured
swap-admin-count = Protected group (adminCount)
swap-inherits = Inherits rights
swap-deletion-protection = Protected from deletion
swap-no-password = The password is not captured: it cannot be read, and no way back needs it.
swap-questions = What only you can know
swap-service-logon = Do services of Group Chat sign in to Windows with this account?
swap-service-logon-yes = Usual for the Lookup account. Another address does not touch that logon. A deleted account does: the services no longer start, which a rollback needs.
swap-service-logon-no = Then deleting the account stops no service of Group Chat.
swap-service-logon-unknown = See “Log On As” in the Services console of the Group Chat servers before you delete the account.
swap-sql-login = Does SQL Server know this account as a login?
swap-sql-login-yes = The login belongs to the account’s SID. It survives another address and a restore, but not an account that is created anew.
swap-sql-login-no = Then there is nothing to redo in SQL Server.
swap-sql-login-unknown = Ask whoever runs the databases of Group Chat before you delete the account.
swap-not-known = Not known
swap-target-heading = Which pool is the address to lead to?
swap-target-hint = The endpoint has the address exactly as the account spells it.
swap-next-hop = Next hop
swap-controllers = Domain controllers that are waited for
swap-controllers-hint = The endpoint is created only when these show the address free. Choose the AD site of the pool’s registrar; all other controllers are shown but not waited for.
swap-site = { $site }: { $hosts }
swap-controllers-written-to = { $host } is asked first and written to; it is always waited for.
swap-site-of-registrar = No reading tells the AD site of a registrar. This shows it:
swap-read-only-controller = { $host } (read-only)
swap-way-heading = How is the address to be freed?
swap-way-hint = The first way is the easiest to take back, the last the hardest.
swap-way-rename = Give the account another address
swap-way-rename-what = Set-CsUser: account, registrar pool and policies stay as they are.
swap-way-rename-back = Way back: the account gets its address again. Nothing is lost.
swap-way-remove = Remove the account from Lync
swap-way-remove-what = Disable-CsUser: policies and everything Lync stores for the account are gone. The AD account stays.
swap-way-remove-back = Way back: enabled again with the captured address, registrar pool and policies. Stored data does not return.
swap-way-delete = Delete the account in Active Directory
swap-way-delete-what = As Microsoft’s migration page says. Whatever uses the account loses it: service logons, SQL logins, NTFS rights.
swap-way-delete-back = Way back: restored from the recycle bin with its SID and its Lync attributes, as long as the bin keeps it.
swap-way-delete-no-back = Way back: none. The recycle bin is off.
swap-way-delete-unknown = Way back: not known. Whether the recycle bin is on could not be read.
swap-delete-no-bin = There is no way back. An account created anew has another SID: service logon, SQL and NTFS rights would have to be redone. This console does not switch the recycle bin on.
swap-retired = Retired address of the account
swap-retired-note = Nobody may look for it. It needs a SIP domain of this deployment.
swap-hand = Who frees the address?
swap-hand-console = This console
swap-hand-operator = Someone else, by script
swap-hand-console-means = The console acts as { $account }.
swap-hand-operator-means = You pass these lines on to someone with the rights. The console waits and goes on when it sees the address free.
swap-script = Script to hand over
swap-script-copy = Copy script
swap-attest = What only a person can confirm
swap-attest-hint = No tool reaches the Group Chat servers from here. What is confirmed goes to the journal with its evidence.
swap-attest-stopped = The Group Chat services are stopped on every server
swap-attest-stopped-how = Lookup, Channel, Web and Compliance. Run this with rights on those servers and paste what it shows:
swap-attest-nobody = No user is connected any more
swap-attest-nobody-how = Users were told and have signed out. Paste what shows it, such as the answers to your notice.
swap-attest-by = Confirmed by
swap-attest-by-missing = Enter who confirmed it.
swap-attest-output = Evidence (pasted output)
swap-attested-word = Attested
swap-checks-running = Both sides are being read. Nothing is changed.
swap-checks-failed = The swap cannot be run until the failed checks pass. Go back, or remove the cause and check again.
swap-checks-to-confirm = Confirmations by a person are missing
swap-checks-to-confirm-body = Confirm them below, with what shows it. Everything else allows the swap.
swap-checks-passed-list = Passed
swap-checks-passed = Nothing stands in the way of the swap.
swap-back = Way back, prepared before the act
swap-back-none = There is no way back: the recycle bin is off or could not be read.
swap-back-recreate = Creating the account anew is not a rollback: it gets another SID, so service logon, SQL login and NTFS rights have to be redone.
swap-back-remove = Remove the legacy endpoint
swap-back-wait = Wait until the controllers show the address free
swap-back-rename = Give the account its address again (Set-CsUser)
swap-back-enable = Enable the account in Lync with the captured address and registrar pool (Enable-CsUser)
swap-back-restore = Restore the account from the recycle bin; its Lync attributes come back with it
swap-back-policies = { $count ->
        [one] Grant the captured policy again
       *[other] Grant the { $count } captured policies again
    }
swap-back-verify = Verify on both sides that the account is as it was captured
swap-lost-rename = Nothing is lost by it.
swap-lost-remove = Contacts and other data Lync stored for the account do not return.
swap-lost-delete = Possible only as long as the recycle bin keeps the account (180 days unless set otherwise).
swap-no-return = Point of no return
swap-no-return-delete = Step { $number }: when the account is deleted, there is no way back.
swap-no-return-bin = When the recycle bin drops the account.
swap-no-return-remove = Step { $number }: from then on stored data is lost; address, home and policies can still be given back.
swap-no-return-rename = None for the address: it can be given back at any time.
swap-no-return-services = Rollback without loss ends when the chat services of the new pool start: messages posted there cannot go back.
swap-back-button = Prepare the way back…
swap-review-heading = What changes hands
swap-review-from = From account
swap-review-to = To pool
swap-review-directory = Directory
swap-review-accounts = Acting as
swap-review-accounts-both = Lync: { $lync } · Directory: { $directory }
swap-review-steps = Steps and commands
swap-review-steps-hint = Each step is written to the journal before it begins and read back after. When one fails, nothing after it is run.
swap-type-note = The account is deleted in Active Directory. Pasting works.
swap-repadmin = This speeds up replication, run with rights on the controllers:
swap-not-observable = Not observable
swap-not-observable-why = Nothing shows when the User Replicator of the registrar reads the directory, so two of its cycles are waited for. This lets it read at once:
swap-handed-over-heading = Waiting for someone else
swap-handed-over-how = Pass the script on. The console reads both sides and goes on as soon as it sees that the address is free.
swap-lab-act = Lab: run it as someone else
swap-copied-runs-elsewhere = Not run by this console.
swap-controller-not-asked = Not asked yet
swap-controller-silent = No answer
swap-controller-free = Address free
swap-controller-held = Outstanding
swap-controller-required = Waited for
swap-controller-listed = Only shown
result-swapped = The endpoint has taken over the address, and both sides show it
result-swapped-back = The account has its address again, and both sides show it
result-address-gap = The address is free and no endpoint has it yet: legacy clients cannot connect now.
swap-next = What comes next
swap-next-start = Start the chat services on every server of { $pool }: Pools page, Servers and services.
swap-next-test = Sign in with a legacy client that was not reconfigured, and open a chat room.
swap-next-monday = On the first working day, expect sign-ins to peak; keep the way back ready until the rollback decision time.
swap-next-account = Keep the account until Group Chat is uninstalled: its services sign in with it.
swap-back-next-start = Start the Group Chat services again, Lookup first.
swap-back-next-users = Let a legacy client sign in, and tell the users that the old servers are in use again.
swap-standing = Where it stands
swap-standing-read = Read both sides
swap-standing-read-again = Read again
swap-standing-reading = Reading both sides…
swap-standing-directory = In Active Directory
swap-standing-lync = In Lync
swap-standing-nobody = Nobody holds the address
swap-standing-endpoint = An endpoint leads to { $pool }
swap-standing-no-endpoint = No endpoint
swap-standing-account-there = The account is there
swap-standing-account-deleted = The account is deleted, in the recycle bin
swap-standing-account-recycled = The account is deleted and cannot be restored
swap-standing-account-gone = The account is not there
swap-standing-interrupted = An address swap was interrupted. Read where it stands on both sides before anything else is done.
swap-hand-over = Hand this step over
swap-standing-unread = Read first where the swap stands on both sides.
swap-does-not-fit = This does not fit where the swap stands.
plan-steps-done = Steps
plan-verb-swap-back = Give the address back
plan-swap-back-hint = The way back of an address swap. It is a change of its own with its own entry in the journal; what was taken over is removed first.
swap-back-kept = The new pool with its chat rooms and messages. Whatever was posted there stays there.
swap-back-again = Swap the address once more.
evidence-holders = Held by
journal-attested-at = Confirmed at
journal-evidence-show = Show the evidence
journal-evidence-hide = Hide the evidence

## The test message of the command line
message-test-arrived = The message arrived.
message-test-failed = The message did not arrive. The server’s words are below.
message-test-unclear = The server answered with a result this console does not know: { $word }
message-test-scope = This test takes the path of Lync 2013 clients. It says nothing about a legacy endpoint.
message-test-latency = Time: { $milliseconds } ms

## Migration: steps, rules and the clock

no-project-open = No migration project is open.
project-watching = { $user } has this project open for changes on { $computer }. This console only watches.
no-such-step = This project has no step { $step }.
step-over = This step is already over. To do it again, reopen it first.
steps-before = These steps come first: { $steps }
gate-undecided = Whether to go on with { $gate } has not been decided yet.
gate-closed = It was decided not to go on with { $gate }.
reviewer-missing = The reviewer has to confirm this step first.
passphrase-wrong = This is not the reviewer’s passphrase.
deviation-reason-missing = This is outside the order. Enter the reason; it goes into the deviation log.
attestation-empty = Enter who confirms this and what was seen.
step-only-read = Only a reading by the console proves this step. Nobody can attest it.
step-not-read = The console can read nothing that proves this step. Somebody has to attest it.
rollback-underway = The migration is being rolled back.
rollback-not-underway = The migration is not being rolled back.
project-other-session = The session is with { $host }, which is not in the deployment of this project.
outside-window = It is outside the maintenance window ({ $start } to { $end }).

## Migration: project files

error-disk-full = There is no room left to write { $target }.
error-disk-full-next = Free some space there and do it again. Everything recorded before is kept.
error-folder-read-only = { $target } may not be written.
error-folder-read-only-next = Check the permissions of the folder. Until then the project can only be watched.
error-folder-gone = The folder { $target } can no longer be reached.
error-folder-gone-next = Check the share and the network, and whether somebody moved or renamed the folder. Everything recorded before is in it.
error-already-there = { $target } exists already. Nothing was written over.
error-already-there-next = Choose another name or another folder.
error-newer-file = { $target } was written by a newer version of this program ({ $version }). It was left as it is.
error-newer-file-next = Open it with that version or a later one.
error-too-large = { $target } is larger than { $limit }.
error-too-large-next = Give a smaller file, or only the part that matters.
error-project-taken = Somebody else has the project open for changes: { $holder }
error-project-taken-next = This console only watches from now on. Everything it recorded before is in the project. Talk to that person before you take the project over.

## Migration: readings

reading-unread = { $what } could not be read. { $reason }
reading-pool-published = { $pool } is a published Persistent Chat pool.
reading-pool-missing = No Persistent Chat pool { $pool } is published.
reading-service-runs = { $service } is running on { $server }.
reading-service-stopped = { $service } is stopped on { $server }.
reading-no-chat-service = { $server } shows no service of the Persistent Chat role.
reading-address-free = { $address } is free: nothing holds it.
reading-endpoint-stands = The endpoint { $address } leads to the pool { $pool }.
reading-endpoint-missing = There is no endpoint { $address }.
reading-counts = Categories: { $categories }, rooms: { $rooms }, add-ins: { $addins }.
reading-counts-differ = { $kind }: { $found } found, { $expected } expected.

## Migration: commands that are handed over

# (commands that are handed over)

## Migration: the page

mig-status-ready = Ready
mig-status-running = Running (manual step)
mig-status-skipped = Skipped
mig-status-blocked = Blocked
mig-status-not-applicable = Not applicable
mig-status-cannot-be-read = Cannot be read now
mig-verified = Verified by console
mig-attested = Attested
mig-contradicted = Contradicted
mig-outcome-done = Done
mig-outcome-warning = Done with warning
mig-outcome-failed = Failed
mig-go = Go
mig-no-go = No-go
mig-preview-server = The server can be asked what the command would do (-WhatIf).
mig-preview-simulated = The console shows beforehand what would happen; the server is not asked.
mig-preview-none = Cannot be previewed.
mig-preview-not-needed = Nothing is changed.
mig-crew-operator = Operator
mig-crew-chat-administrator = Persistent Chat administrator (CsPersistentChatAdministrator)
mig-crew-server-administrator = Server administrator (CsServerAdministrator)
mig-crew-user-administrator = User administrator (CsUserAdministrator)
mig-crew-directory-administrator = Administrator of the accounts in Active Directory
mig-crew-domain-administrator = Domain administrator
mig-crew-database-administrator = SQL Server administrator
mig-crew-source-administrator = Administrator of the Group Chat servers
mig-crew-network-administrator = DNS and network administrator
mig-crew-pilot = Pilot user
mig-crew-approver = Approver
mig-reading-same-forest = One topology, one forest
mig-reading-versions = Versions side by side
mig-reading-home-pool = Next hop of the target pool
mig-reading-target-pool = Target pool and its replicas
mig-reading-rights = Rights of the account
mig-reading-names = Colliding names
mig-reading-client-access = Sign-in of legacy clients
mig-reading-compliance = Compliance configuration
mig-reading-service-records = DNS service records
mig-reading-services-stopped = Chat services: stopped
mig-reading-services-running = Chat services: running
mig-reading-baseline = Counts before the migration
mig-reading-counts = Counts after the migration
mig-reading-address-free = Address is free
mig-reading-endpoint-stands = Endpoint is there
mig-reading-endpoint-gone = Endpoint is gone
mig-reading-client-path = DNS and TLS on the client’s way
mig-reading-source-retired = Trusted applications of the source
mig-reading-chat-policy = Persistent Chat policy
mig-reading-automatic-endpoints = Automatic endpoints
mig-found-holds = It is so
mig-found-warning = It is so, with a warning
mig-found-contradicts = It is not so
mig-found-unreadable = Cannot be read now
mig-loss-none = Rollback without loss: possible until the chat services are started.
mig-loss-since = Rollback loses the messages posted since { $time }.
mig-entry-run-opened = The program opened the journal
mig-entry-taken-over = Taken over from { $user } on { $computer }
mig-entry-facts-changed = Entries of the project changed
mig-entry-assigned = Owner: { $owner }
mig-entry-planned = Planned: { $minutes } min
mig-entry-noted = Note
mig-entry-began = Begun
mig-entry-linked = Plan { $plan } belongs to the step
mig-entry-plan-made = Plan made: { $change }
mig-entry-plan-step = Step { $number } of plan { $plan }
mig-entry-plan-handed-over = Step { $number } of plan { $plan } handed over to a person
mig-entry-found = Read: { $reading } – { $outcome }
mig-entry-source-counted = Contents of the old system counted from its exports
mig-entry-attested = Attested by { $by }: { $outcome }
mig-entry-skipped = Skipped by { $by }
mig-entry-not-applicable = Marked as not applicable by { $by }
mig-entry-reopened = Reopened by { $by }
mig-entry-confirmed = Confirmed by the reviewer { $reviewer } (passphrase)
mig-entry-output = Output of a command
mig-entry-export-added = Export of the old system kept: { $file }
mig-entry-attached = Attached: { $file }
mig-entry-deviated = Outside the order, by { $by }
mig-entry-decided = { $decision }, decided by { $by }
mig-entry-rollback = Rollback begun by { $by }
mig-minutes = { $minutes } min
mig-hours = { $hours } h
mig-hours-minutes = { $hours } h { $minutes } min

## Migration: dialogs of a step


## Migration: projects

# (projects)

## Migration: pre-flight

export-too-large = The file is larger than { $most } MB. Split the export into several files; files of the same kind are read together.
export-empty = The file is empty.
export-not-text = The file is no text that can be read. Save the export as CSV in UTF-8, UTF-16, CP949 or Shift_JIS; a workbook (.xlsx) is not read.
export-headings-unknown = The headings do not show what the file lists: { $headings }. Expected are, for example, “Category, Parent”, “Room, Category”, “Category, Manager” or “Room, Member”.
export-heading-twice = Two columns say the same: { $heading } is the second of them. Remove one.
export-too-many-columns = The file has more than { $most } columns. Export only the columns that are needed.
export-too-many-rows = The file has more than { $most } rows. Split the export into several files; files of the same kind are read together.
export-cell-too-long = Line { $line }: a cell has more than { $most } characters.
export-row-uneven = Line { $line }: the row has { $found } cells, the headings have { $expected }. A cell that holds the delimiter has to stand in quotation marks.
export-quote-open = Line { $line }: a quotation mark is opened and never closed.
export-categories = Categories
export-rooms = Rooms
export-managers = Managers
export-members = Members
export-taken-for = { $kind } · rows: { $rows } · { $encoding } · { $delimiter }
delimiter-comma = comma
delimiter-semicolon = semicolon
delimiter-tab = tab
risk-stops = Resolve before the window
risk-warns = Check
risk-informs = For information
risk-topic-exports = Exports of the old system
risk-topic-flattened = Names that get a prefix
risk-topic-long = Names that become too long
risk-topic-equal = Names that become equal
risk-topic-root-managers = Managers of the root category
risk-topic-invitations = Invitations
risk-topic-federation = Federated users
risk-topic-rooms = Rooms to leave behind
risk-topic-accounts = Disabled accounts
risk-column-severity = Severity
risk-column-topic = Subject
risk-column-what = Finding
risk-column-advice = What to do
risk-column-evidence = Evidence
evidence-file = File
evidence-line = Line
evidence-category = Category
evidence-room = Room
evidence-name = Name
evidence-flattened = Name after the migration
evidence-characters = Characters
evidence-person = User or group
evidence-last-posted = Last message
evidence-value = Value
risk-names-flattened = { $count ->
        [one] One name gets the names above it as a prefix, because Persistent Chat has one level of categories.
       *[other] { $count } names get the names above them as a prefix, because Persistent Chat has one level of categories.
    }
risk-names-too-long = { $count ->
        [one] One name has more than { $most } characters once the names above it are its prefix.
       *[other] { $count } names have more than { $most } characters once the names above them are their prefix.
    } Characters are counted, not bytes, with one character between two names.
risk-names-equal = { $count } names can no longer be told apart once they are flattened; whatever joins the parts, upper case and punctuation are left out of the comparison.
risk-names-missing = { $count ->
        [one] One row has no name.
       *[other] { $count } rows have no name.
    } They are not judged.
risk-categories-unknown = { $count ->
        [one] One row names a category that the exports do not have.
       *[other] { $count } rows name categories that the exports do not have.
    } The prefix of their names is not certain.
risk-categories-in-circle = { $count } categories are, by way of others, their own parent.
risk-root-managers = { $count ->
        [one] One manager of the root category becomes
       *[other] { $count } managers of the root category become
    } manager of all { $rooms } rooms.
risk-root-managers-of-all = { $count ->
        [one] One manager of the root category becomes
       *[other] { $count } managers of the root category become
    } manager of every room. How many that are shows when the export of rooms is given.
risk-invitations = { $count ->
        [one] One room invites although its category does not: the setting will be reset to “off”.
       *[other] { $count } rooms invite although their categories do not: the setting will be reset to “off”.
    }
risk-federated = { $count ->
        [one] One person is of another SIP domain ({ $domains }) and loses access: Persistent Chat knows no federation.
       *[other] { $count } people are of other SIP domains ({ $domains }) and lose access: Persistent Chat knows no federation.
    }
risk-rooms-disabled = { $count ->
        [one] One room is disabled and will not be migrated.
       *[other] { $count } rooms are disabled and will not be migrated.
    }
risk-rooms-unused = { $count ->
        [one] Nobody has written in one room
       *[other] Nobody has written in { $count } rooms
    } since the day from which messages are taken along, or ever.
risk-accounts-disabled = { $count ->
        [one] One disabled account is still a member or manager.
       *[other] { $count } disabled accounts are still members or managers.
    }
risk-export-missing = Not all four exports were given (categories, rooms, managers, members). What the missing ones would show is not judged.
risk-sip-domains-unknown = Whether there are federated users cannot be judged: the SIP domains of the deployment have not been read.
advise-rename-before = Nothing has to be done. Tell users the new names, or rename the categories before the migration if you want others.
advise-shorten = Shorten the room, or the categories above it, with the Group Chat administration tool before the export.
advise-name-twice = Rename all but one of each with the Group Chat administration tool before the export. Otherwise one can overwrite the other.
advise-name-missing = Check the rows in the file and export it again.
advise-export-again = Export all categories at the same moment as the rooms, and give the files again.
advise-remove-managers = Remove managers who should not manage everything from the root category before the export.
advise-invitations = Set category and rooms alike before the export; otherwise the import warns and turns invitations off.
advise-federated = Tell these people before the weekend, and agree on another way to reach them.
advise-disabled-stay = Confirm that these rooms may stay behind. Enable those that are still needed before the export.
advise-disable-rooms = Ask the managers, and disable the rooms nobody needs before the export: they are then not migrated.
advise-disabled-accounts = Remove them from the rooms before the export, and appoint other managers where they were the only ones.
advise-colliding = Rename or remove what the target pool holds under these names. An import overwrites it.
advise-missing-export = Export what is missing from Group Chat as CSV and drop it onto the window.
advise-connect = Connect to the deployment and judge again.
advise-reading = Settle what is said here before the window and read it again.

## Migration: the report

report-title = Migration record: { $name }
report-rehearsal = Rehearsal. Nothing in this record was done to the production servers.
report-rehearsal-mark = REHEARSAL
report-damaged = { $count ->
        [one] One place of the journal is damaged or contradicts what was written before. See the end of this record.
       *[other] { $count } places of the journal are damaged or contradict what was written before. See the end of this record.
    }
report-operator = Operator
report-reviewer = Reviewer
report-approver = Approver
report-date = Date:
report-facts = Project
report-source = Source
report-target = Target
report-lookup-addresses = Lookup addresses
report-window-planned = Maintenance window, planned
report-window-actual = Maintenance window, actual
report-not-begun = Not begun
report-pilots = Pilot users
report-two-people = Confirmation by a second person
report-two-people-on = With the reviewer’s passphrase. It proves that the reviewer was there, not who it was.
report-two-people-off = Not used
report-procedure = Procedure
report-edition = Edition { $edition }
report-project = Project record
report-made = This record was made
report-outcome = Outcome
report-progress = Progress
report-steps-over = { $over } of { $all } steps
report-rollback = Rollback
report-forecast-end = Expected end
report-way-back = Way back
report-services-started = Services started
report-swapped-at = First address swapped
report-warning = Warning
report-deviations = Deviations from the order
report-counts = Contents before and after
report-counts-source = Old system
report-counts-before = Target before
report-counts-after = Target after
report-kind = Kind
report-addins = Add-ins
report-decisions = Go and no-go decisions
report-time = Time
report-gate = Before step
report-decision = Decision
report-by = By
report-reason = Reason
report-step = Step
report-takeovers = Taken over from another console
report-from-user = User before
report-from-computer = Computer before
report-notes = Notes
report-note = Note
report-rollback-steps = Steps of the rollback
report-owner = Owner: { $owner }
report-planned = Planned: { $span }
report-planned-minutes = Planned: { $minutes } min
report-actual = Actual: { $span }
report-confirmed = Confirmed by the reviewer { $reviewer }, { $time }
report-unconfirmed = Not confirmed by the reviewer
report-verified = ■ Verified by console
report-attested = □ Attested
report-reading = Newest reading
report-contradicted = A later reading contradicts it
report-commands = Commands handed over
report-command-forbidden = A value has a character that no command may carry.
report-act = Act
report-status = Status
report-output = Output, { $time }
report-files = Attached files
report-file = File
report-bytes = Bytes
report-journal = Journal
report-journal-note = Every line carries the hash of the line before it in its file. A line that was changed or removed shows; a file cut short or replaced as a whole shows only by the last hash, which is why it is written here and signed above.
report-line = Line
report-entry = Entry
report-entries = Entries
report-last-hash = Last hash (SHA-256)
report-check = To check it
report-check-note = pchat-console migration verify <folder of the project>

## Migration: the overview

# (the overview)

## Migration: the lab's people

# (the lab's people)
