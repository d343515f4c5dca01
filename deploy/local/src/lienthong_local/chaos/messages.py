"""What the mail server and the SMS centre took, held against what the topics say was due."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from lienthong_local.bench.notices.compare import compare
from lienthong_local.bench.notices.kept import Kept, read
from lienthong_local.bench.notices.story import Story, Topics


@dataclass(frozen=True, slots=True)
class Told:
    """`lost` were due and never came; `strange` came and nobody asked for them; `twice` came again after a cut in the provider's window."""

    due: int
    lost: list[str]
    strange: int
    twice: dict[str, int]
    given_up: dict[str, int]


def check_messages(story: Story, taken: list[Kept], phones: Mapping[UUID, str]) -> Told:
    """Each message that was queued came, unless its failure is a fact as well; `phones` as E.164, by dossier."""
    due = {key: phones.get(key[0], "") if key[1].endswith("/sms") else "" for key in story.queued}
    found = compare(due, taken)
    taken_or_not_ended = [key for key in found.lost if key in story.accepted or key not in story.ended]
    lost = [f"{dossier_id} {message}" for dossier_id, message in taken_or_not_ended]
    given_up = Counter(story.ended[key] for key in due if key in story.ended)
    return Told(len(due), sorted(lost), found.strange, dict(found.doubled()), dict(given_up))


async def read_messages(bootstrap_servers: str, outbox: Path, phones: Mapping[UUID, str]) -> Told:
    """The same of a stack at rest."""
    return check_messages(await Topics(bootstrap_servers).since({}), read(outbox), phones)
