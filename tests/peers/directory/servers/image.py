"""What takes long to make, made once: kept outside of the repository, under a name that tells what it was made from.

Two tests that start at once make one image: the second waits for the first. A half-made image is never seen, because
an image gets its name when it is whole.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import domain
from .programs import run

_SOURCES = Path(__file__).resolve().parent


def restore(cache: Path, name: str, made_from: tuple[str, ...], make: Callable[[Path], None], into: Path) -> None:
    """Unpacks the image into a folder, after making it if nobody has."""
    digest = hashlib.sha256("\0".join(made_from).encode())
    for source in (*sorted(_SOURCES.glob("*.py")), domain.DEPLOYMENT):
        digest.update(source.read_bytes())
    image = cache / f"{name}-{digest.hexdigest()[:16]}.tar"
    if not image.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache / f"{name}.lock"):
            if not image.exists():
                _make(image, make)
                for older in cache.glob(f"{name}-{'?' * 16}.tar"):
                    if older != image:
                        older.unlink(missing_ok=True)
    run("tar", "-C", str(into), "-xf", str(image))


def _make(image: Path, make: Callable[[Path], None]) -> None:
    # Samba's sockets need a short path, which a cache has not.
    folder = Path(tempfile.mkdtemp(prefix="pchat-image-"))
    try:
        make(folder)
        unfinished = image.with_suffix(f".{os.getpid()}")
        # It holds keys and passwords, if only those of a test.
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        # slapd's database is mostly a hole. Sockets are no part of an image, and tar says that it leaves them out.
        run("tar", "-C", str(folder), "--sparse", "-cf", str(unfinished), ".")
        unfinished.rename(image)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
