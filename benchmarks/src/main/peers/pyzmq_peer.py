"""Publishes on ZeroMQ as fedmsg does in Python: a dict, made sorted JSON, sent in two frames. One thread.

usage: pyzmq_peer.py publish PORT THREADS BYTES [KEY]     with a key (PEM, RSA) each message is signed with SHA-1
"""

import base64
import getpass
import json
import os
import resource
import sys
import time
import uuid

import zmq

TOPIC = "org.example.dev.bench.published"
FIRST = 1000000000
HIGH_WATER_MARK = 10000
BUFFER_BYTES = 128 * 1024


def compact(message):
    return json.dumps(message, sort_keys=True, separators=(",", ":"))


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


class Signer:
    def __init__(self, key):
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding

        with open(key, "rb") as pem:
            self.key = serialization.load_pem_private_key(pem.read(), None)
        self.scheme = (padding.PKCS1v15(), hashes.SHA1())

    def sign(self, message):
        message["crypto"] = "x509"
        signature = self.key.sign(compact(message).encode(), *self.scheme)
        message["certificate"] = ""
        message["signature"] = base64.encodebytes(signature).decode()


class Publisher:
    def __init__(self, port, size, signer):
        self.socket = zmq.Context().socket(zmq.XPUB)
        self.socket.setsockopt(zmq.SNDHWM, HIGH_WATER_MARK)
        self.socket.setsockopt(zmq.XPUB_NODROP, 1)
        self.socket.setsockopt(zmq.SNDBUF, BUFFER_BYTES)
        self.socket.bind("tcp://127.0.0.1:%d" % port)
        self.socket.recv()
        self.signer = signer
        self.i = 0
        bare = len(compact({"at": time.monotonic_ns(), "n": FIRST, "pad": "", "thread": 0}))
        self.pad = "m" * max(0, size - bare)

    def publish(self, at, n):
        self.i += 1
        message = {
            "i": self.i,
            "msg": {"at": at, "n": FIRST + n, "pad": self.pad, "thread": 0},
            "msg_id": "%d-%s" % (time.gmtime().tm_year, uuid.uuid4()),
            "timestamp": int(time.time()),
            "topic": TOPIC,
            "username": getpass.getuser(),
        }
        if self.signer:
            self.signer.sign(message)
        self.socket.send_multipart([TOPIC.encode(), compact(message).encode()])


def publish(publisher, count, rate):
    cpu = time.process_time_ns()
    start = time.monotonic_ns()
    calls = []
    for n in range(count):
        at = time.monotonic_ns()
        if rate > 0:
            due = start + int(n * 1e9 / rate)
            while due - at > 20000:
                time.sleep((due - at) / 1e9)
                at = time.monotonic_ns()
        publisher.publish(at, n)
        calls.append(time.monotonic_ns() - at)
    figures = {
        "published": count,
        "startNanos": start,
        "endNanos": time.monotonic_ns(),
        "cpuNanos": time.process_time_ns() - cpu,
        "residentBytes": resident(),
    }
    calls.sort()
    if calls:
        figures["callMean"] = sum(calls) / len(calls)
        for name, part in (("callP50", 0.5), ("callP99", 0.99), ("callP999", 0.999)):
            figures[name] = calls[int(part * (len(calls) - 1))]
    print(" ".join("%s=%s" % figure for figure in figures.items()), flush=True)


def main():
    signer = Signer(sys.argv[5]) if len(sys.argv) > 5 else None
    publisher = Publisher(int(sys.argv[2]), int(sys.argv[4]), signer)
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        publish(publisher, int(words[1]), float(words[2]))
    publisher.socket.close(10000)


main()
