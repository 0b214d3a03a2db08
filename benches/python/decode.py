"""Decodes CLIXML documents with pypsrp, whenever it is told to, and says how long that took.

On standard input: how many documents, the documents, one a line, and then a line for each time they are to be decoded.
"""

import sys
import time

from pypsrp.serializer import Serializer


def main() -> None:
    count = int(sys.stdin.readline())
    documents = [sys.stdin.readline().rstrip("\n") for _ in range(count)]
    for _ in sys.stdin:
        begun = time.perf_counter()
        for document in documents:
            value = Serializer().deserialize(document)
            if "SipAddress" not in value.adapted_properties:
                raise ValueError("not an endpoint")
        print(time.perf_counter() - begun, flush=True)


main()
