"""Answers line by line what Python's own json makes of trees, texts and doubles; see PythonPeer.java."""
import json
import struct
import sys

DEEPEST = 500
MOST_DIGITS = 4300


def dumps(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def text_of(hexed):
    # UTF-16 units: pairs are joined, lone surrogates stay.
    return bytes.fromhex(hexed).decode("utf-16-be", "surrogatepass")


def tree(tokens):
    token = next(tokens)
    kind, rest = token[0], token[1:]
    if kind == "n":
        return None
    if kind == "b":
        return rest == "1"
    if kind == "i":
        return int(rest)
    if kind == "d":
        return struct.unpack(">d", bytes.fromhex(rest))[0]
    if kind == "s":
        return text_of(rest)
    if kind == "l":
        return [tree(tokens) for _ in range(int(rest))]
    if kind == "m":
        return {text_of(next(tokens)[1:]): tree(tokens) for _ in range(int(rest))}
    raise ValueError(token)


def depth(value):
    deepest, level = 0, [value]
    while level:
        inner = []
        found = False
        for v in level:
            if isinstance(v, dict):
                found = True
                inner.extend(v.values())
            elif isinstance(v, list):
                found = True
                inner.extend(v)
        deepest += found
        level = inner
    return deepest


def canonical(data):
    """What json makes of it, and what of the bus's own stricter rules it breaks."""
    broken = set()

    def members(pairs):
        made = dict(pairs)
        if len(made) < len(pairs):
            broken.add("repeated")
        return made

    def double(token):
        if sum(c.isdigit() for c in token) > MOST_DIGITS:
            broken.add("long")
        return float(token)

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_float=double)
        if depth(value) > DEEPEST:
            broken.add("deep")
        return "strict " + ",".join(sorted(broken)) if broken else "ok " + dumps(value)
    except (ValueError, RecursionError) as e:
        return "no " + ascii(str(e))[:200]


def answer(line):
    command, _, rest = line.partition(" ")
    if command == "version":
        return sys.version.split()[0]
    if command == "tree":
        return dumps(tree(iter(rest.split(" "))))
    if command == "text":
        return canonical(bytes.fromhex(rest))
    if command == "doubles":
        return " ".join(dumps(struct.unpack(">d", bytes.fromhex(h))[0]) for h in rest.split(" "))
    raise ValueError(command)


for asked in sys.stdin:
    sys.stdout.write(answer(asked.rstrip("\n")) + "\n")
    sys.stdout.flush()
