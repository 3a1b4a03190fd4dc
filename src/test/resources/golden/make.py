"""Container v1 by hand: Python's standard library and openssl, no line of Sealcast.

    python3 make.py <file of plaintext> <data key, hex> <object id> <IV, hex> <container> [chunk size]

The chunk size is 1048576 bytes unless another is named. The vectors beside this file were made with it, once. They are never made again: a change of the
code that needs other vectors is another version of the format.
"""
import hashlib
import hmac
import struct
import subprocess
import sys
import uuid

DEFAULT_CHUNK = 1 << 20


def hs256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(secret, salt, info, length):
    key, out, block = hs256(salt, secret), b"", b""
    for i in range(-(-length // 32)):
        block = hs256(key, block + info + bytes([i + 1]))
        out += block
    return out[:length]


def aes_cbc(key, iv, data):
    return subprocess.run(
        ["openssl", "enc", "-aes-256-cbc", "-K", key.hex(), "-iv", iv.hex()],
        input=data, capture_output=True, check=True).stdout


def seal(plain, data_key, object_id, iv, chunk_size=DEFAULT_CHUNK):
    keys = hkdf(data_key, object_id.bytes, b"sealcast container v1", 96)
    encrypt, mac, ivs = keys[:32], keys[32:64], keys[64:]
    header = b"SEALCAST" + struct.pack(">II", 1, chunk_size) + object_id.bytes + iv
    out = header
    chunks = [plain[i:i + chunk_size] for i in range(0, len(plain), chunk_size)] or [b""]
    for index, chunk in enumerate(chunks):
        last = index == len(chunks) - 1
        chunk_iv = hs256(ivs, iv + struct.pack(">Q", index))[:16]
        body = aes_cbc(encrypt, chunk_iv, chunk)
        out += body + hs256(mac, header + struct.pack(">QB", index, last) + chunk_iv + body)
    size = struct.pack(">Q", len(plain))
    return out + size + hs256(mac, header + struct.pack(">QB", len(chunks), 2) + size)


if __name__ == "__main__":
    source, key, object_id, iv, target, *sizes = sys.argv[1:]
    chunk = int(sizes[0]) if sizes else DEFAULT_CHUNK
    with open(source, "rb") as f:
        sealed = seal(f.read(), bytes.fromhex(key), uuid.UUID(object_id), bytes.fromhex(iv), chunk)
    with open(target, "wb") as f:
        f.write(sealed)
