"""The other side of the wire: json and zmq only, as docs say the bytes are.

fedmsg_peer.py publish <endpoint> <count>
    Binds, waits for a subscriber, and publishes messages in the way of fedmsg: two frames, and an envelope
    that json.dumps wrote with its usual white space and member order.
fedmsg_peer.py receive <count> <endpoint>...
    Says "ready", receives, and says how many envelopes were exactly what json.dumps makes of them canonically.
"""
import json
import sys
import time
import uuid

import zmq

TOPIC = "org.example.dev.python.numbered"


def say(line):
    print(line, flush=True)


def publish(endpoint, count):
    # An XPUB is a PUB on the wire, and hears of subscribers: no need to sleep after binding.
    socket = zmq.Context.instance().socket(zmq.XPUB)
    socket.set_hwm(0)
    socket.linger = 30_000
    socket.bind(endpoint)
    while not socket.recv().startswith(b"\x01"):
        pass
    for n in range(count):
        envelope = {
            "username": "python",
            "i": n + 1,
            "timestamp": int(time.time()),
            "msg_id": "%d-%s" % (time.gmtime().tm_year, uuid.uuid4()),
            "topic": TOPIC,
            "msg": {"from": "python", "n": n, "text": "gr\u00fc\u00dfe \U0001f600", "half": n / 2, "big": 10 ** 30},
        }
        socket.send_multipart([TOPIC.encode("utf-8"), json.dumps(envelope).encode("utf-8")])
    say("returned %d" % count)
    zmq.Context.instance().destroy()


def receive(count, endpoints):
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.set_hwm(0)
    socket.setsockopt(zmq.SUBSCRIBE, b"")
    for endpoint in endpoints:
        socket.connect(endpoint)
    say("ready")
    received = canonical = 0
    while received < count and socket.poll(60_000):
        topic, text = socket.recv_multipart()
        received += 1
        envelope = json.loads(text.decode("utf-8"))
        again = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode("ascii")
        if again == text and envelope["topic"].encode("utf-8") == topic:
            canonical += 1
        else:
            say("received %r, canonical %r" % (text, again))
    say("summed %d canonical %d" % (received, canonical))


if sys.argv[1] == "publish":
    publish(sys.argv[2], int(sys.argv[3]))
else:
    receive(int(sys.argv[2]), sys.argv[3:])
