"""A PSRP server nobody on this project wrote, dressed as a Lync front end.

`psrpcore` speaks PSRP, `pyspnego` accepts NTLM, Kerberos and SPNEGO; the files here put
HTTP, WS-Management and the Persistent Chat cmdlets around them. Nothing in this
package is shared with the Rust lab except the deployment it opens with.

options      what the command line chooses
environment  the virtual environment the rest runs in (standard library only)
certificates the certificate authority and server certificate of one run
http_front   connections, TLS, the 401 exchange, one HTTP answer at a time
authentication  NTLM, Kerberos, SPNEGO and Basic, bound to a connection
kerberos     the KDC of one run
sealing      encrypted bodies
envelopes    WS-Management requests read and answers written
service      the WS-Management operations and where faults interrupt them
runspace     shells and pipelines: psrpcore, threads and queues
binding      commands and parameters as they arrived, and as PowerShell binds them
cmdlets      the cmdlets and their documented rules
deployment   endpoints, users, pools and SIP domains, with replication delay
objects      what leaves as CLIXML, with type names and ToString
records      error records, recorded and inferred
faults       faults by name, and which request they strike
hostile      answers no honest server sends
journal      what was received, for the control port and the log file
control      the control port
main         one run: its folder, its secrets, its two servers
"""
