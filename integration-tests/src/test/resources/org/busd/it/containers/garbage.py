"""A host that floods ports with what is no ZMTP, or stops being it.

garbage.py <seconds> <connections at a time> <host> <port>...
    Says at the end how many connections it made and how many bytes it sent.
"""
import random
import socket
import sys
import time

GREETING = b"\xff" + b"\0" * 8 + b"\x7f" + b"\x03\x01" + b"NULL" + b"\0" * 48
READY = b"\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03PUB"


def kinds(chance):
    yield bytes(chance.getrandbits(8) for _ in range(4096))
    yield b"GET / HTTP/1.1\r\nHost: bus\r\n\r\n"
    yield GREETING + READY + b"\x02" + b"\xff" * 8
    yield GREETING + READY + b"\x02" + b"\x7f" + b"\xff" * 7
    yield GREETING + READY + b"\x01\x7f" + b"x" * 127
    yield GREETING + b"\x04\x01\xff"
    yield b""


def main(seconds, at_a_time, host, ports):
    chance = random.Random(7)
    end = time.monotonic() + seconds
    made = sent = refused = 0
    while time.monotonic() < end:
        sockets = []
        for n in range(at_a_time):
            try:
                sockets.append(socket.create_connection((host, ports[n % len(ports)]), 1))
                made += 1
            except OSError:
                refused += 1
        for data in kinds(chance):
            for one in sockets:
                try:
                    one.settimeout(0.05)
                    sent += one.send(data)
                except OSError:
                    pass
        for one in sockets:
            one.close()
    print("made %d refused %d sent %d" % (made, refused, sent), flush=True)


main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3], [int(port) for port in sys.argv[4:]])
