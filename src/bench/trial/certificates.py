"""A chain as AWS's endpoints show it (root, intermediate, leaf, RSA 2048), made for one run, and both clients' bundles of
certificates with its root in them."""

import datetime
import ipaddress
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def _signed(name: str, signer: tuple | None, authority: bool) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, with_key = (signer[0].subject, signer[1]) if signer else (subject, key)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(_BEGIN)
               .not_valid_after(_BEGIN + datetime.timedelta(days=36500))
               .add_extension(x509.BasicConstraints(authority, None), critical=True))
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]), critical=False)
    return builder.sign(with_key, hashes.SHA256()), key


def make(directory: Path) -> None:
    """Writes server.pem (chain and key), root.pem and cacerts, the JDK's own with the root added."""
    root = _signed("trial root", None, True)
    middle = _signed("trial intermediate", root, True)
    leaf = _signed("localhost", middle, False)
    pem = serialization.Encoding.PEM
    key = leaf[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    directory.mkdir(parents=True, exist_ok=True)
    Path(directory, "server.pem").write_bytes(b"".join([leaf[0].public_bytes(pem), middle[0].public_bytes(pem), key]))
    Path(directory, "root.pem").write_bytes(root[0].public_bytes(pem))
    jdk = Path(os.environ["JDK25"])
    shutil.copy(jdk / "lib/security/cacerts", directory / "cacerts")
    Path(directory, "cacerts").chmod(0o600)
    # Without passwords, as the JDK's own: a password costs each start some milliseconds of key derivation.
    subprocess.run([jdk / "bin/keytool", "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE", "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
                    "-importcert", "-noprompt", "-alias", "trial", "-file", directory / "root.pem", "-keystore", directory / "cacerts",
                    "-storepass", "changeit"], check=True, capture_output=True)


def add_root(bundle: Path, directory: Path) -> Path:
    """A Python client's bundle of certificates with the root added."""
    both = directory / "bundle.pem"
    both.write_bytes(bundle.read_bytes() + b"\n" + Path(directory, "root.pem").read_bytes())
    return both


def in_own_namespace() -> None:
    """Starts this program again where its mounts are its own. The HTTP client of the package has no trust store but the
    system's; nothing of it may be changed for a measurement."""
    if os.environ.get("VPCE_GUARD_NAMESPACE") != str(os.getpid()):
        os.environ["VPCE_GUARD_NAMESPACE"] = str(os.getpid())
        root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        os.execvp("unshare", ["unshare", *root, "--mount", sys.executable, *sys.argv])


def trust(directory: Path) -> None:
    """Lets the system's bundle have the root, for this process and its children."""
    for bundle in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"):
        if Path(bundle).exists():
            own = directory / Path(bundle).name
            own.write_bytes(Path(bundle).read_bytes() + b"\n" + Path(directory, "root.pem").read_bytes())
            subprocess.run(["mount", "--bind", own, bundle], check=True)
