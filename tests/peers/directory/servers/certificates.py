"""The certificate authority of a run and what it signs, made by openssl. Elliptic curves, because they are quick."""

from __future__ import annotations

import datetime
from pathlib import Path

from .programs import run

KINDS = ("good", "expired", "wrong-name", "other-ca")


def make(folder: Path, kind: str, host: str, domain: str, address: str) -> None:
    """Puts `ca.pem`, `other-ca.pem`, `server.pem` and `server.key` into the folder."""
    folder.mkdir(mode=0o755)
    for name, title in (("ca", "Contoso Test Root CA"), ("other-ca", "Fabrikam Test Root CA")):
        _key(folder / f"{name}.key")
        run("openssl", "req", "-x509", "-new", "-key", f"{name}.key", "-sha256", "-days", "30",
            "-subj", f"/O=Contoso/CN={title}", "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", f"{name}.pem", cwd=folder)
    names = [f"DNS:dc9.{domain}"] if kind == "wrong-name" else [f"DNS:{host}", f"DNS:{domain}", f"IP:{address}"]
    (folder / "server.ext").write_text("\n".join((
        "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth",
        "subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid", f"subjectAltName={','.join(names)}", "")))
    _key(folder / "server.key")
    run("openssl", "req", "-new", "-key", "server.key", "-subj", f"/CN={host}", "-out", "server.csr", cwd=folder)
    ca = "other-ca" if kind == "other-ca" else "ca"
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    until = now - day if kind == "expired" else now + 30 * day
    # `x509 -req` cannot sign for the past before OpenSSL 3.4; `ca` can.
    (folder / "index.txt").write_text("")
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca=this\n[this]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\npolicy=any\n"
        "default_md=sha256\n[any]\ncommonName=supplied\n")
    run("openssl", "ca", "-batch", "-notext", "-config", "ca.conf", "-cert", f"{ca}.pem", "-keyfile", f"{ca}.key",
        "-in", "server.csr", "-out", "server.pem", "-extfile", "server.ext",
        "-startdate", _time(now - 10 * day), "-enddate", _time(until), cwd=folder)


def _key(path: Path) -> None:
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path.name, cwd=path.parent)
    path.chmod(0o600)


def _time(moment: datetime.datetime) -> str:
    return moment.strftime("%Y%m%d%H%M%SZ")
