"""A reverse proxy in front of the webhook, with the config that is shipped in ``deploy/``: only names, ports and the certificate are others."""

from __future__ import annotations

import asyncio
import datetime
import os
import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.content import ROOT

PATIENCE = 15.0
AROUND = """daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{inner}
}}
"""


def changed(name: str, changes: dict[str, str]) -> str:
    """A file of ``deploy/`` with each of these words replaced; each of them must be there."""
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"{old} is not in deploy/{name} any more"
        text = text.replace(old, new)
    return text


def nginx(folder: Path, outer: int, inner: int) -> tuple[list[str], Path]:
    """The command, and the certificate to be trusted."""
    certificate, key = certify(folder)
    place = "/etc/letsencrypt/live/bot.example.org"
    changes = {f"{place}/fullchain.pem": str(certificate), f"{place}/privkey.pem": str(key), "listen 443": f"listen {outer}"}
    text = changed("nginx.conf", changes | {"bot.example.org": "localhost", "127.0.0.1:8443": f"127.0.0.1:{inner}"})
    config = folder / "nginx.conf"
    config.write_text(AROUND.format(folder=folder, inner="\n".join(line for line in text.splitlines() if not line.startswith("#"))))
    return ["nginx", "-p", str(folder), "-c", str(config), "-e", "stderr"], certificate


def caddy(folder: Path, outer: int, inner: int) -> tuple[list[str], Path]:
    """For ``localhost`` it makes a certificate of its own."""
    text = changed("Caddyfile", {"bot.example.org {": f"https://localhost:{outer} {{", "127.0.0.1:8443": f"127.0.0.1:{inner}"})
    config = folder / "Caddyfile"
    config.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n" + text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)], folder / "caddy/pki/authorities/local/root.crt"


PROXIES: dict[str, Callable[[Path, int, int], tuple[list[str], Path]]] = {"nginx": nginx, "caddy": caddy}


class Proxy:
    """From ``outer`` (TLS) to ``inner``; ``trusting`` is how somebody outside believes it."""

    def __init__(self, name: str, folder: Path, outer: int, inner: int) -> None:
        folder.mkdir()
        self.log = folder / "log"
        self.outer = outer
        command, self._certificate = PROXIES[name](folder, outer, inner)
        environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with self.log.open("wb") as log:
            self._running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    async def up(self) -> ssl.SSLContext:
        for _ in range(int(PATIENCE / 0.05)):
            assert self._running.poll() is None, self.log.read_text()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.outer)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            if self._certificate.exists():
                return ssl.create_default_context(cafile=self._certificate)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        self._running.terminate()
        self._running.wait(PATIENCE)


def installed(name: str) -> bool:
    return shutil.which(name) is not None


def certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    return certificate, private
