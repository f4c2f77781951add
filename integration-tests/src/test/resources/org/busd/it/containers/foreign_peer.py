"""A peer on a host of its own: libzmq by pyzmq, and the signatures of signatures.py.

foreign_peer.py publish <name> <endpoint> <count> <algorithm> <certificate> <key>
    Connects or, where the endpoint begins with "@", binds; waits for a subscriber, publishes signed messages that are
    numbered in its name, and says how many.
foreign_peer.py receive <count> <ca> <crl> <endpoint>...
    Says "ready", receives, and says how many messages came, how many different ones, and the verdicts.
"""
import collections
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from peer import Publisher, numbered, received, say  # noqa: E402
from signatures import Signer, Verifier  # noqa: E402


def publish(name, endpoint, count, algorithm, certificate, key):
    signer = Signer(algorithm, certificate, key)
    publisher = Publisher(endpoint)
    for n in range(int(count)):
        publisher.publish(signer.sign(numbered(n, name)))
    publisher.end(int(count))


def receive(count, ca, crl, *endpoints):
    verifier = Verifier(ca, crl)
    heard = 0
    different = set()
    verdicts = collections.Counter()
    for topic, text in received(int(count), endpoints, b"org.example."):
        heard += 1
        envelope = json.loads(text.decode("utf-8"))
        different.add((topic, envelope["msg"]["from"], envelope["msg"]["n"]))
        verdicts[verifier.verdict(text)] += 1
    say("received %d different %d" % (heard, len(different)))
    for verdict in sorted(verdicts):
        say("%d %s" % (verdicts[verdict], verdict))


{"publish": publish, "receive": receive}[sys.argv[1]](*sys.argv[2:])
