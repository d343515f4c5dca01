"""A consumer whose fetching ended behind its back is made anew, and handles what came meanwhile (found by `chaos --faults cut`)."""

import uuid_utils.compat as uuids
from awaiting import until
from toy import Toy


async def test_a_consumer_whose_fetcher_has_ended_begins_anew(toy: Toy) -> None:
    first, second, third = (uuids.uuid7() for _ in range(3))
    await toy.send(first, "an")
    await until(lambda: _handled(toy, first))
    # As an error that aiokafka doesn't expect ends it: nothing public says so, and the heartbeats go on.
    toy.running.consumer._consumer._fetcher._fetch_task.cancel()
    await toy.send(second, "binh")  # its last request, under way, may still bring this one
    await until(lambda: _handled(toy, second))
    await toy.send(third, "chau")
    await until(lambda: _handled(toy, third))


async def _handled(toy: Toy, dossier: object) -> bool:
    return bool(await toy.officers(dossier))
