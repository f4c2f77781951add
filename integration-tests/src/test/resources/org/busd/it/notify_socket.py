"""A stand-in for systemd: prints each message that comes to a notification socket, and when, on the monotonic clock."""

import socket
import sys
import time

address = sys.argv[1]
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind("\0" + address[1:] if address.startswith("@") else address)
print("ready", flush=True)
while True:
    text = server.recv(4096).decode("utf-8")
    print("%d %s" % (time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000, text.replace("\n", " ")), flush=True)
