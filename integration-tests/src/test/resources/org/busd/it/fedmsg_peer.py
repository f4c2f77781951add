"""The other side of the wire: json and zmq only, as docs say the bytes are.

fedmsg_peer.py publish <endpoint> <count>
    Binds, waits for a subscriber, and publishes messages in the way of fedmsg: two frames, and an envelope
    that json.dumps wrote with its usual white space and member order.
fedmsg_peer.py receive <count> <endpoint>...
    Says "ready", receives, and says how many envelopes were exactly what json.dumps makes of them canonically.
"""
import json
import sys

from peer import Publisher, numbered, received, say


def publish(endpoint, count):
    publisher = Publisher("@" + endpoint)
    for n in range(count):
        publisher.publish(numbered(n, "python"))
    publisher.end(count)


def receive(count, endpoints):
    summed = canonical = 0
    for topic, text in received(count, endpoints):
        summed += 1
        envelope = json.loads(text.decode("utf-8"))
        again = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode("ascii")
        if again == text and envelope["topic"].encode("utf-8") == topic:
            canonical += 1
        else:
            say("received %r, canonical %r" % (text, again))
    say("summed %d canonical %d" % (summed, canonical))


if sys.argv[1] == "publish":
    publish(sys.argv[2], int(sys.argv[3]))
else:
    receive(int(sys.argv[2]), sys.argv[3:])
