"""The control client: pypsrp, which nobody here wrote either, against the peer.

If pypsrp is content with the peer and our client is not, the mistake is ours.

running  starts a peer and talks to its control port
client   pypsrp as the checks use it
checks   what is checked
"""
