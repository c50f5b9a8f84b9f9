"""The one place that makes and checks signatures (`alg` in every body says which)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class SigningKey:
    """A device's private key; `seed` is 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, digest: bytes) -> bytes:
        """The 64-byte signature of a body hash."""
        return self._key.sign(digest)


class VerifyKey:
    """A device's public key (32 bytes)."""

    def __init__(self, public: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def holds(self, signature: bytes, digest: bytes) -> bool:
        """Whether the signature is this device's over the digest."""
        try:
            self._key.verify(signature, digest)
        except InvalidSignature:
            return False
        return True
