"""Delays what iptables hands to NFQUEUE 0, and loses some of it: what `tc netem` does where the kernel has that.

slow_network.py <milliseconds> <percent lost> <seed>
    Says "ready", and at SIGTERM how many packets passed and how many were lost. Needs CAP_NET_ADMIN.
"""
import collections
import random
import select
import signal
import socket
import struct
import sys
import time

NETLINK_NETFILTER = 12
SUBSYSTEM_QUEUE = 3 << 8
PACKET, VERDICT, CONFIG = SUBSYSTEM_QUEUE, SUBSYSTEM_QUEUE | 1, SUBSYSTEM_QUEUE | 2
CONFIG_COMMAND, CONFIG_PARAMETERS, CONFIG_MAX_LENGTH = 1, 2, 3
PACKET_HEADER, VERDICT_HEADER = 1, 2
BIND, COPY_METADATA = 1, 1
DROP, ACCEPT = 0, 1
REQUEST = 1


def attribute(kind, value):
    length = 4 + len(value)
    return struct.pack("=HH", length, kind) + value + b"\0" * (-length % 4)


def message(kind, attributes):
    body = struct.pack("=BBH", socket.AF_UNSPEC, 0, 0) + attributes
    return struct.pack("=IHHII", 16 + len(body), kind, REQUEST, 0, 0) + body


def packet_ids(data):
    while len(data) >= 16:
        length, kind = struct.unpack_from("=IH", data)
        if kind == PACKET:
            at = 20
            while at + 4 <= length:
                size, attribute_kind = struct.unpack_from("=HH", data, at)
                if attribute_kind & 0x3FFF == PACKET_HEADER:
                    yield struct.unpack_from(">I", data, at + 4)[0]
                at += (size + 3) & ~3
        data = data[(length + 3) & ~3:]


def main(delay, percent, seed):
    chance = random.Random(seed)
    queue = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    queue.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    queue.bind((0, 0))
    queue.send(message(CONFIG, attribute(CONFIG_COMMAND, struct.pack(">BBH", BIND, 0, 0))))
    queue.send(message(CONFIG, attribute(CONFIG_PARAMETERS, struct.pack(">IB", 0, COPY_METADATA))))
    queue.send(message(CONFIG, attribute(CONFIG_MAX_LENGTH, struct.pack(">I", 1 << 16))))
    waiting = collections.deque()
    passed = lost = 0
    over = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(True))
    print("ready", flush=True)
    while not over:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            verdict = struct.pack(">II", ACCEPT, waiting.popleft()[1])
            queue.send(message(VERDICT, attribute(VERDICT_HEADER, verdict)))
            passed += 1
        pause = min(waiting[0][0] - now, 0.1) if waiting else 0.1
        if select.select([queue], [], [], pause)[0]:
            for packet in packet_ids(queue.recv(1 << 16)):
                if chance.random() * 100 < percent:
                    queue.send(message(VERDICT, attribute(VERDICT_HEADER, struct.pack(">II", DROP, packet))))
                    lost += 1
                else:
                    waiting.append((time.monotonic() + delay, packet))
    print("passed %d lost %d" % (passed, lost), flush=True)


main(float(sys.argv[1]) / 1000, float(sys.argv[2]), int(sys.argv[3]))
