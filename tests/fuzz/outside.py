"""Bytes as they come from outside: any at all, and good ones that somebody bent; how many tries each law gets."""

import os
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some

MANY = int(os.environ.get("LIENTHONG_FUZZ", "0"))
# The gate tries the same few each time; `just fuzz` tries many, others each time.
tries = settings(
    max_examples=MANY or 25,
    derandomize=not MANY,
    deadline=None,
    database=None,
    print_blob=bool(MANY),
    phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if MANY else ())),
    suppress_health_check=list(HealthCheck),
)
ODD = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\n\n",
    b"\\u0000",
    b"\\ud800",
    b"9" * 5000,
    b"-1",
    b"1e999",
    b"NaN",
    b"[" * 2000,
    b'{"a":' * 2000,
    b"null",
    b"%",
    b"{{",
    b"../",
    b"A" * 9000,
    "ﷺ".encode(),
    "\u202e".encode(),
    b"=?utf-8?b?",
    b"=?x?q?=",
)


@some.composite
def bent(draw: some.DrawFn, good: Sequence[bytes]) -> bytes:
    """One of the good ones, cut, doubled, overwritten and grown at some places."""
    said = draw(some.sampled_from(list(good)))
    for _ in range(draw(some.integers(1, 4))):
        at, end = sorted((draw(some.integers(0, len(said))), draw(some.integers(0, len(said)))))
        said = said[:at] + draw(some.one_of(some.sampled_from(ODD), some.binary(max_size=8), some.just(said[at:end] * 2))) + said[end:]
    return said[:20_000]


def outside(*good: bytes) -> some.SearchStrategy[bytes]:
    """Any bytes, and bent ones of these."""
    return some.one_of(some.binary(max_size=300), some.sampled_from(ODD), bent(good) if good else some.nothing())


def words(*good: str) -> some.SearchStrategy[str]:
    """The same as text, lone surrogates among it."""
    anything = some.text(some.characters(codec=None), max_size=300)
    return some.one_of(
        anything,
        outside(*(text.encode("utf-8", "surrogatepass") for text in good)).map(lambda said: said.decode("utf-8", "surrogateescape")),
    )
