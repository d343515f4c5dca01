"""What citizens think of the service: figures only; reported by intake."""

from typing import Annotated, ClassVar

from pydantic import Field

from lienthong_contracts.event import Code, DossierEvent, example

Score = Annotated[int, Field(ge=1, le=5)]  # 1 very dissatisfied, 5 very satisfied


class ServiceRated(DossierEvent):
    """The citizen rated the service, once and after the result, in the five fields that SIPAS measures (TT 01/2018 Đ.12).

    `response` is how their feedback was dealt with; who had nothing to say leaves it out.
    """

    producer: ClassVar[str] = "intake"
    example = example(desk="H32.41", access=5, formalities=4, staff=5, outcome=4, response=None)

    desk: Code
    access: Score
    formalities: Score
    staff: Score
    outcome: Score
    response: Score | None = None
