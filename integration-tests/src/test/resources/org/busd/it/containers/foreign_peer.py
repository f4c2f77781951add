"""A peer that knows docs/wire-format.md and nothing else of bus.d: json, pyzmq on libzmq, and cryptography.

foreign_peer.py publish <how> <endpoint> <count> <certificate> <key>
    Binds or connects (how) a publishing socket, says "ready", waits until somebody subscribes, publishes signed messages
    and says how many.
foreign_peer.py receive <count> <ca> <crl> <endpoint>...
    Says "ready", receives, verifies, and says how many were valid and whose they were; of those that are not, why.
"""
import base64
import datetime
import json
import sys
import time
import uuid

import zmq
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

TOPIC = "org.example.dev.foreign.numbered"
LONG_MILLIS = 60_000


def say(line):
    print(line, flush=True)


def canonical(envelope):
    return json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode("ascii")


def signed_part(envelope):
    return canonical({k: v for k, v in envelope.items() if k not in ("signature", "certificate")})


def base64_lines(data):
    return base64.encodebytes(data).decode("ascii")


def crypto_of(key):
    if isinstance(key, rsa.RSAPrivateKey):
        return "x509"
    return "x509-es256" if isinstance(key, ec.EllipticCurvePrivateKey) else "x509-ed25519"


def sign(envelope, key, certificate):
    envelope["crypto"] = crypto_of(key)
    data = signed_part(envelope)
    if envelope["crypto"] == "x509":
        signature = key.sign(data, padding.PKCS1v15(), hashes.SHA1())
    elif envelope["crypto"] == "x509-es256":
        signature = key.sign(data, ec.ECDSA(hashes.SHA256()))
    else:
        signature = key.sign(data)
    envelope["signature"] = base64_lines(signature)
    envelope["certificate"] = base64_lines(certificate)


def check(public, crypto, signature, data):
    if crypto == "x509" and isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA1())
    elif crypto == "x509-rs256" and isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    elif crypto == "x509-es256" and isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    elif crypto == "x509-ed25519" and isinstance(public, ed25519.Ed25519PublicKey):
        public.verify(signature, data)
    else:
        raise ValueError("%s does not fit the key" % crypto)


def issued_by(ca, certificate):
    public = ca.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(
            certificate.signature,
            certificate.tbs_certificate_bytes,
            padding.PKCS1v15(),
            certificate.signature_hash_algorithm,
        )
    else:
        public.verify(
            certificate.signature,
            certificate.tbs_certificate_bytes,
            ec.ECDSA(certificate.signature_hash_algorithm),
        )


def signer(topic, envelope, ca, crl):
    """The only CN of who signed it; an exception where it is not valid."""
    if envelope["topic"].encode("utf-8") != topic:
        raise ValueError("the frame's topic is another")
    certificate = x509.load_pem_x509_certificate(base64.b64decode(envelope["certificate"]))
    issued_by(ca, certificate)
    if crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise ValueError("revoked")
    now = datetime.datetime.utcnow()
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise ValueError("not within its dates")
    check(
        certificate.public_key(),
        envelope.get("crypto", "x509"),
        base64.b64decode(envelope["signature"]),
        signed_part(envelope),
    )
    (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return name.value


def publish(how, endpoint, count, certificate_file, key_file):
    with open(certificate_file, "rb") as file:
        certificate = file.read()
    with open(key_file, "rb") as file:
        key = serialization.load_pem_private_key(file.read(), None)
    # An XPUB is a PUB on the wire, and hears of subscribers: no need to sleep.
    socket = zmq.Context.instance().socket(zmq.XPUB)
    socket.set_hwm(0)
    socket.linger = LONG_MILLIS
    getattr(socket, how)(endpoint)
    say("ready")
    while not socket.recv().startswith(b"\x01"):
        pass
    for n in range(count):
        envelope = {
            "username": "python",
            "i": n + 1,
            "timestamp": int(time.time()),
            "msg_id": "%d-%s" % (time.gmtime().tm_year, uuid.uuid4()),
            "topic": TOPIC,
            "msg": {"from": crypto_of(key) + how, "n": n, "text": "gr\u00fc\u00dfe \U0001f600", "half": n / 2},
        }
        sign(envelope, key, certificate)
        # With white space and in no order: what is signed is the canonical form.
        socket.send_multipart([TOPIC.encode("utf-8"), json.dumps(envelope).encode("utf-8")])
    say("returned %d" % count)
    zmq.Context.instance().destroy()


def receive(count, ca_file, crl_file, endpoints):
    with open(ca_file, "rb") as file:
        ca = x509.load_pem_x509_certificate(file.read())
    with open(crl_file, "rb") as file:
        crl = x509.load_pem_x509_crl(file.read())
    socket = zmq.Context.instance().socket(zmq.SUB)
    socket.set_hwm(0)
    socket.setsockopt(zmq.SUBSCRIBE, b"org.example.")
    for endpoint in endpoints:
        socket.connect(endpoint)
    say("ready")
    seen = set()
    received = 0
    valid = {}
    while received < count and socket.poll(LONG_MILLIS):
        topic, text = socket.recv_multipart()
        received += 1
        envelope = json.loads(text.decode("utf-8"))
        seen.add((envelope["topic"], envelope["msg"]["from"], envelope["msg"]["n"]))
        try:
            name = signer(topic, envelope, ca, crl)
            valid[name] = valid.get(name, 0) + 1
        except (InvalidSignature, ValueError, KeyError) as e:
            say("invalid: %r: %r" % (e, text))
    say("received %d different %d" % (received, len(seen)))
    for name in sorted(valid):
        say("valid %d %s" % (valid[name], name))


if sys.argv[1] == "publish":
    publish(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5], sys.argv[6])
else:
    receive(int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
