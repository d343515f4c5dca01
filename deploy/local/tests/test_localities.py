"""Localities' files and the catalogues made of them (domain.md §7)."""

from pathlib import Path

import pytest
from intake.catalogue import read_catalogue
from lienthong_calendar.projection import projected
from lienthong_contracts import ProcedurePublished
from lienthong_local.year import announced
from lienthong_local.year.locality import FOLDER, NoSuchLocality, names, read, years
from pydantic import ValidationError


def test_there_are_the_five_localities_of_the_seeds() -> None:
    assert names() == ["cam-xuyen", "dak-nong", "dien-bien", "tay-dang", "thuan-bac"]


@pytest.mark.parametrize("name", names())
def test_a_locality_announces_as_many_procedures_as_it_published_and_its_catalogue_has_no_fault(name: str, tmp_path: Path) -> None:
    locality = read(name)
    announced.write(locality, tmp_path)
    procedures = [entry for entry in read_catalogue(tmp_path) if isinstance(entry, ProcedurePublished)]
    assert {level: sum(1 for one in procedures if one.level == level) for level in locality.procedures} == locality.procedures
    assert {one.field.rpartition("-")[2] for one in procedures} == set(locality.fields)


def test_a_locality_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NoSuchLocality, match=r"'hue'.*dak-nong"):
        read("hue")


def test_a_file_whose_ends_do_not_add_up_to_what_was_received_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "thuan-bac.yml").read_text("utf-8")
    (tmp_path / "thuan-bac.yml").write_text(text.replace("early: 194", "early: 195"), "utf-8")
    with pytest.raises(ValidationError, match="is 16078, received is 16077"):
        read("thuan-bac", tmp_path)


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_years_given_as_data_rest_on_the_days_that_law_and_precedent_give(year: int) -> None:
    days = next(one["days"] for one in years() if one["year"] == year)
    assert {day["on"] for day in days if day["kind"] != "working_saturday"} == {row.on for row in projected(year).days if row.is_off}
