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
uri-not-https = Only https:// addresses are allowed.
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
environment-lab = Lab
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
error-no-common-sign-in-next = Windows authentication (Negotiate or NTLM) has to be enabled for OcsPowershell on the server.
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

no-window = No window could be opened. Check the graphics driver, try --renderer glow, or use the commands shown by --help. ({ $words })
window-title = Persistent Chat console – { $environment }
