"""What peers in Python have in common: messages, lines to the test, and sockets, for which alone zmq is needed."""
import json
import time
import uuid

TOPIC = "org.example.dev.python.numbered"
LONG_MILLIS = 60_000


def say(line):
    print(line, flush=True)


def numbered(n, name):
    return {
        "username": "python",
        "i": n + 1,
        "timestamp": int(time.time()),
        "msg_id": "%d-%s" % (time.gmtime().tm_year, uuid.uuid4()),
        "topic": TOPIC,
        "msg": {
            "from": name,
            "n": n,
            "text": "gr\u00fc\u00dfe \U0001f600 \x7f",
            "half": n / 2,
            "tiny": 1e-7,
            "big": 10 ** 30,
        },
    }


class Publisher:
    """Connects or, where the endpoint begins with "@", binds, and waits for a subscriber."""

    def __init__(self, endpoint):
        import zmq
        self.context = zmq.Context.instance()
        # An XPUB is a PUB on the wire, and hears of subscribers: no need to sleep.
        self.socket = self.context.socket(zmq.XPUB)
        self.socket.set_hwm(0)
        self.socket.linger = LONG_MILLIS
        if endpoint.startswith("@"):
            self.socket.bind(endpoint[1:])
        else:
            self.socket.connect(endpoint)
        while not self.socket.recv().startswith(b"\x01"):
            pass

    def publish(self, envelope):
        """With white space and in no order: what is signed is the canonical form."""
        self.socket.send_multipart([TOPIC.encode("utf-8"), json.dumps(envelope).encode("utf-8")])

    def end(self, count):
        say("returned %d" % count)
        self.context.destroy()


def received(count, endpoints, prefix=b""):
    """Says "ready" and yields frames: so many messages, or as many as come in time."""
    import zmq
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.set_hwm(0)
    socket.setsockopt(zmq.SUBSCRIBE, prefix)
    for endpoint in endpoints:
        socket.connect(endpoint)
    say("ready")
    for _ in range(count):
        if not socket.poll(LONG_MILLIS):
            return
        yield socket.recv_multipart()
