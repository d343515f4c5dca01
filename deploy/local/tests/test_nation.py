from intake.catalogue import read_catalogue
from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished
from lienthong_local.year import nation


def test_the_whole_country_s_catalogue_is_without_fault_and_has_every_province_and_commune(tmp_path):
    nation.write(tmp_path / "catalogues")
    entries = read_catalogue(tmp_path / "catalogues")
    agencies = [entry for entry in entries if isinstance(entry, AgencyPublished)]
    assert len({agency.id.split(".")[0] for agency in agencies if agency.id.startswith("H")}) == nation.PROVINCES
    assert sum("desk" in agency.roles for agency in agencies) >= nation.COMMUNES
    assert {type(entry) for entry in entries} >= {ProcedurePublished, RoutePublished}
