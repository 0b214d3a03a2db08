"""Directory servers for tests: Samba as Active Directory's double, slapd where many entries or its limits are asked.

Each runs on a loopback address of its own, in a folder of its own under the system's temporary folder, and ends with
the pipe it is ordered through. `domain` says what is in the directory, `schema` what Lync's preparation of a forest
adds, `image` keeps what takes long to make.

Runs with the system's Python, which Samba's own modules belong to, and needs nothing from PyPI.
"""
