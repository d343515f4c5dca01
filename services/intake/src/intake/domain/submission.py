"""When a submission is whole: every fault is named at once (R01, R04)."""

from datetime import date
from typing import Any

from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue, Fault

from intake.domain.contact import contact_faults

Matter = Any  # what is handed in, as intake.commands has it: its contact is checked here and never kept


def faults_of(matter: Matter, catalogue: Catalogue, day: date) -> list[Fault]:
    """All that is wrong with a submission on that day; none when it can be received."""
    procedure = catalogue.in_force(ProcedurePublished, matter.procedure, day)
    found = [*_desk_faults(matter, catalogue, day), *contact_faults(matter)]
    if procedure is None:
        return [Fault("procedure", "thủ tục không có hoặc đã hết hiệu lực", "no such procedure in force"), *found]
    choices = choice_faults(procedure, matter, catalogue, day)
    return [*_procedure_faults(procedure, matter), *choices, *_paper_faults(procedure, matter), *found]


def _procedure_faults(procedure: ProcedurePublished, matter: Matter) -> list[Fault]:
    faults = []
    if matter.channel not in procedure.channels:
        faults.append(Fault("channel", "thủ tục không nhận theo cách nộp này", "the procedure isn't taken this way"))
    if procedure.who not in (matter.applicant, "both"):
        faults.append(Fault("applicant", "thủ tục không dành cho đối tượng này", "the procedure isn't for this kind of applicant"))
    if matter.applicant == "organisation" and not matter.organisation:
        faults.append(Fault("organisation", "thiếu tên tổ chức", "the organisation isn't named"))
    return faults


def choice_faults(procedure: ProcedurePublished, matter: Matter, catalogue: Catalogue, day: date) -> list[Fault]:
    """What is wrong with the case and the branches that were chosen (§4.3)."""
    cases = {case.id: case for case in procedure.cases}
    if matter.case is not None and matter.case not in cases:
        return [Fault("case", "thủ tục không có trường hợp này", "the procedure has no such case")]
    route = catalogue.in_force(RoutePublished, route_of(procedure, matter.case), day)
    branches = {branch.id for branch in route.branches} if route else set()
    faults = [Fault("branches", f"không có lựa chọn {b}", f"there is no branch {b}") for b in matter.branches if b not in branches]
    if route and matter.branches and len(set(matter.branches)) < route.least_branches:
        vi, en = f"phải chọn ít nhất {route.least_branches} thủ tục", f"at least {route.least_branches} have to be chosen"
        faults.append(Fault("branches", vi, en))
    return faults or _misfits(procedure, matter)


def _misfits(procedure: ProcedurePublished, matter: Matter) -> list[Fault]:
    """A choice that isn't the case's; or no case's at all, where each says what it is made of: nobody knows how long it would take."""
    case = next((case for case in procedure.cases if case.id == matter.case), None)
    if case is not None and case.branches is not None and set(case.branches) != set(matter.branches):
        names = ", ".join(case.branches)
        return [Fault("branches", f"trường hợp “{case.name}” chỉ gồm: {names}", f"the case {case.id} is made of: {names}")]
    if case is None and matter.branches and procedure.cases and all(case.branches is not None for case in procedure.cases):
        return [Fault("branches", "không có trường hợp nào gồm đúng các lựa chọn này", "no case is made of just these")]
    return []


def with_choice(matter: Matter, procedure: ProcedurePublished | None) -> Matter:
    """The matter with the case that its branches make, or with the branches that make its case (§4.3)."""
    made_by = {case.id: case.branches for case in procedure.cases if case.branches is not None} if procedure else {}
    if matter.case in made_by and not matter.branches:
        return matter.model_copy(update={"branches": made_by[matter.case]})
    if matter.case is None and matter.branches:
        fits = next((case for case, branches in made_by.items() if set(branches) == set(matter.branches)), None)
        return matter.model_copy(update={"case": fits})
    return matter


def route_of(procedure: ProcedurePublished, case: str | None) -> str:
    """The route of the procedure, or of its case where that has one of its own."""
    return next((c.route for c in procedure.cases if c.id == case and c.route), procedure.route)


def term_of(procedure: ProcedurePublished, case: str | None) -> str:
    """The term of the procedure, or of its case."""
    return next((c.term for c in procedure.cases if c.id == case and c.term), procedure.term)


def needed(procedure: ProcedurePublished, case: str | None) -> set[str]:
    """The papers that the case asks for, or else all that the procedure requires."""
    of_case = next((c.papers for c in procedure.cases if c.id == case), None)
    return {paper.id for paper in procedure.papers if paper.required} if of_case is None else set(of_case)


def _paper_faults(procedure: ProcedurePublished, matter: Matter) -> list[Fault]:
    known, wanted, papers = {paper.id for paper in procedure.papers}, needed(procedure, matter.case), matter.papers
    missing = [p for p in procedure.papers if p.id in wanted and p.id not in papers]
    return [
        *(Fault(f"papers.{p.id}", f"thiếu giấy tờ: {p.name}", f"missing paper: {p.name}") for p in missing),
        *(Fault(f"papers.{p}", "giấy tờ ngoài danh mục, không được đòi thêm", "not in the catalogue") for p in papers if p not in known),
    ]


def _desk_faults(matter: Matter, catalogue: Catalogue, day: date) -> list[Fault]:
    vi, en = "không phải bộ phận một cửa đang hoạt động", "not a one-stop desk in force"
    named = {"desk": matter.desk, "competent": matter.competent, "return_desk": matter.return_desk}
    faults = [Fault(field, vi, en) for field, desk in named.items() if desk and not is_desk(desk, catalogue, day)]
    far = [field for field, desk in named.items() if desk and catalogue.root(desk, day) != catalogue.root(matter.desk, day)]
    vi, en = "chỉ tiếp nhận không phụ thuộc địa giới trong cùng tỉnh", "only within one province, regardless of boundary"
    return faults or [Fault(field, vi, en) for field in far]


def is_desk(desk: str, catalogue: Catalogue, day: date) -> bool:
    """Whether it is a one-stop desk on that day."""
    agency = catalogue.in_force(AgencyPublished, desk, day)
    return agency is not None and "desk" in agency.roles
