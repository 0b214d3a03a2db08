"""Runs one small command with pypsrp in one session, whenever it is told to, and says how long that took.

On standard input: one line of JSON with where to connect, then a line for each time.
"""

import json
import sys
import time

from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan


def main() -> None:
    facts = json.loads(sys.stdin.readline())
    wsman = WSMan("localhost", port=facts["port"], path="OcsPowershell", ssl=True, username=facts["user"],
                  password=facts["password"], auth="negotiate", cert_validation=facts["ca_file"], no_proxy=True)
    with wsman, RunspacePool(wsman) as pool:
        print("ready", flush=True)
        for _ in sys.stdin:
            begun = time.perf_counter()
            shell = PowerShell(pool)
            shell.add_cmdlet(facts["cmdlet"]).add_parameters(facts["parameters"])
            found = len(shell.invoke())
            print(json.dumps({"seconds": time.perf_counter() - begun, "found": found}), flush=True)


main()
