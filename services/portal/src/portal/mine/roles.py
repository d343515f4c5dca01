"""Whom a citizen's own pages are open to."""

from typing import Annotated

from fastapi import Depends
from lienthong_runtime import Actor, open_to

Citizen = Annotated[Actor, Depends(open_to("citizen"))]
