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

import zmq

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from signatures import TOPIC, Signer, Verifier, numbered, say  # noqa: E402

LONG_MILLIS = 60_000


def publish(name, endpoint, count, algorithm, certificate, key):
    signer = Signer(algorithm, certificate, key)
    # An XPUB is a PUB on the wire, and hears of subscribers: no need to sleep.
    socket = zmq.Context.instance().socket(zmq.XPUB)
    socket.set_hwm(0)
    socket.linger = LONG_MILLIS
    if endpoint.startswith("@"):
        socket.bind(endpoint[1:])
    else:
        socket.connect(endpoint)
    while not socket.recv().startswith(b"\x01"):
        pass
    for n in range(int(count)):
        envelope = numbered(n)
        envelope["msg"]["from"] = name
        # With white space and in no order: what is signed is the canonical form.
        text = json.dumps(signer.sign(envelope))
        socket.send_multipart([TOPIC.encode("utf-8"), text.encode("utf-8")])
    say("returned %s" % count)
    zmq.Context.instance().destroy()


def receive(count, ca, crl, *endpoints):
    verifier = Verifier(ca, crl)
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.set_hwm(0)
    socket.setsockopt(zmq.SUBSCRIBE, b"org.example.")
    for endpoint in endpoints:
        socket.connect(endpoint)
    say("ready")
    received = 0
    different = set()
    verdicts = collections.Counter()
    while received < int(count) and socket.poll(LONG_MILLIS):
        topic, text = socket.recv_multipart()
        received += 1
        envelope = json.loads(text.decode("utf-8"))
        different.add((topic, envelope["msg"]["from"], envelope["msg"]["n"]))
        verdicts[verifier.verdict(text)] += 1
    say("received %d different %d" % (received, len(different)))
    for verdict in sorted(verdicts):
        say("%d %s" % (verdicts[verdict], verdict))


{"publish": publish, "receive": receive}[sys.argv[1]](*sys.argv[2:])
