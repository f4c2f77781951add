"""Signatures from the other side of the wire: json and python3-cryptography only, as docs say the bytes are.

signatures.py sign <algorithm> <certificate> <key> <file>
    Prints the envelopes of a file, one a line, signed; in the spacing and order that json.dumps has by itself.
signatures.py verify <ca> <crl> <file>
    Prints for each envelope, one a line, "valid" and the signer's name, or "invalid" and why, with a tab between.
signatures.py publish <endpoint> <count> [<algorithm> <certificate> <key>]
    Connects or, where the endpoint begins with "@", binds; waits for a subscriber, and publishes messages: signed,
    where it is said with what.
signatures.py receive <count> <ca> <crl> <endpoint>...
    Says "ready", receives so many messages, and says how many were valid, and whose.
"""
import base64
import collections
import datetime
import json
import sys

from cryptography import exceptions, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from peer import Publisher, numbered, received, say

HASHES = {"x509": hashes.SHA1, "x509-rs256": hashes.SHA256}
LINE = 76


class Invalid(Exception):
    pass


def canonical(envelope):
    return json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode("ascii")


def lines(data):
    text = base64.b64encode(data).decode("ascii")
    return "".join(text[at:at + LINE] + "\n" for at in range(0, len(text), LINE))


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Signer:
    def __init__(self, algorithm, certificate, key):
        self.algorithm = algorithm
        self.certificate = read(certificate)
        self.key = serialization.load_pem_private_key(read(key), None)

    def sign(self, envelope):
        signed = dict(envelope, crypto=self.algorithm)
        data = canonical(signed)
        if self.algorithm in HASHES:
            signature = self.key.sign(data, padding.PKCS1v15(), HASHES[self.algorithm]())
        elif self.algorithm == "x509-es256":
            signature = self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        else:
            signature = self.key.sign(data)
        return dict(signed, signature=lines(signature), certificate=lines(self.certificate))


def holds(key, signature, data, algorithm=None, hash_of=None):
    """Whether a key made a signature; an envelope's algorithm, or, for a certificate or a list, the hash it names."""
    try:
        if isinstance(key, rsa.RSAPublicKey) and (hash_of or algorithm in HASHES):
            key.verify(signature, data, padding.PKCS1v15(), hash_of or HASHES[algorithm]())
        elif isinstance(key, ec.EllipticCurvePublicKey) and (hash_of or algorithm == "x509-es256"):
            key.verify(signature, data, ec.ECDSA(hash_of or hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey) and algorithm in (None, "x509-ed25519"):
            key.verify(signature, data)
        else:
            return False
        return True
    except exceptions.InvalidSignature:
        return False


class Verifier:
    """Of a site with one authority and its list."""

    def __init__(self, ca, crl):
        self.ca = x509.load_pem_x509_certificate(read(ca))
        self.crl = x509.load_pem_x509_crl(read(crl))
        if not self.crl.is_signature_valid(self.ca.public_key()):
            raise SystemExit("the list is not the authority's")

    def signer(self, envelope):
        if "signature" not in envelope or "certificate" not in envelope:
            raise Invalid("unsigned")
        certificate = x509.load_pem_x509_certificate(base64.b64decode(envelope["certificate"]))
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        if certificate.issuer != self.ca.subject or len(names) != 1 or not holds(
                self.ca.public_key(), certificate.signature, certificate.tbs_certificate_bytes,
                hash_of=certificate.signature_hash_algorithm):
            raise Invalid("untrusted")
        if not certificate.not_valid_before <= datetime.datetime.utcnow() <= certificate.not_valid_after:
            raise Invalid("expired")
        if self.crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
            raise Invalid("revoked")
        signed = {name: value for name, value in envelope.items() if name not in ("signature", "certificate")}
        if not holds(certificate.public_key(), base64.b64decode(envelope["signature"]), canonical(signed),
                     algorithm=envelope.get("crypto", "x509")):
            raise Invalid("bad-signature")
        return names[0].value

    def verdict(self, text):
        try:
            return "valid\t" + self.signer(json.loads(text.decode("utf-8")))
        except Invalid as reason:
            return "invalid\t%s" % reason


def publish(endpoint, count, *pair):
    signer = Signer(*pair) if pair else None
    publisher = Publisher(endpoint)
    for n in range(int(count)):
        envelope = numbered(n, "python")
        publisher.publish(signer.sign(envelope) if signer else envelope)
    publisher.end(int(count))


def receive(count, ca, crl, *endpoints):
    verifier = Verifier(ca, crl)
    verdicts = collections.Counter(verifier.verdict(text) for _, text in received(int(count), endpoints))
    say("verdicts " + " ".join("%s %d" % (verdict.replace("\t", " "), n) for verdict, n in sorted(verdicts.items())))


def sign(algorithm, certificate, key, path):
    signer = Signer(algorithm, certificate, key)
    for line in read(path).splitlines():
        say(json.dumps(signer.sign(json.loads(line.decode("utf-8")))))


def verify(ca, crl, path):
    verifier = Verifier(ca, crl)
    for line in read(path).splitlines():
        say(verifier.verdict(line))


if __name__ == "__main__":
    {"sign": sign, "verify": verify, "publish": publish, "receive": receive}[sys.argv[1]](*sys.argv[2:])
