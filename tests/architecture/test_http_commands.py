"""Whatever creates or moves something over HTTP takes an Idempotency-Key, so that a second click changes nothing."""

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from lienthong_local.documents import DOCUMENTS, SERVICES, service_and_app
from sources import Source, python

MOVING = {"post", "put", "patch", "delete"}
# POSTs that stand outside the documents, for other services and operators, and why they need no key.
WITHOUT = {
    "/internal/contacts": "a question, whose ids are too many for an address",
    "/internal/one-time-codes": "its id is the key: the same request again sends nothing",
    "/internal/preferences/{token}": "what is switched off is off",
    "/dead-letters/{dossier_id}/replay": "a letter that was replayed is closed: the second time finds nothing",
    "/calendar-changes": "a dossier that was adjusted is counted with the newest calendar: the second time finds nothing",
    "/vao": "signing in again is being signed in",
    "/ra": "signed out is signed out",
    "/successions": "a dossier in which no predecessor has a place any more is left alone",
    "/ho-so/{dossier_id}/da-goi": "its form carries the key on, drawn with the page",
    "/ho-so/{dossier_id}/viec/{command}": "its form carries the key on, drawn with the page",
    "/hop-viec/giao": "its form carries a key, and each dossier's command one made of it",
    "/ban-giao/nhan": "its form carries a key, and each consignment's command one made of it",
    "/tiep-nhan": "its form carries the key on, drawn with the page",
    "/tiep-nhan/thu-tuc": "only draws the form for another procedure, with what was typed: names stay out of addresses",
    "/canh-bao/da-xem": "what was seen is seen, by whoever saw it first",
    "/tiep-nhan/goi-so": "its form carries the key on, drawn with the page",
    "/truc/{act}": "its form carries the key on, drawn with the page",
    "/lay-so": "its form carries the key on, drawn with the page",
    "/nop-ho-so/{procedure_id}": "its form carries the key on, drawn with the page",
    "/nop-ho-so/nhap/{dossier_id}": "the draft that was last sent is what is kept",
    "/nop-ho-so/nhap/{dossier_id}/giay-to": "the same file again takes the place of the same paper's",
    "/nop-ho-so/nhap/{dossier_id}/xem-lai": "its form carries the key on; a draft is handed in once",
    "/cua-toi/{dossier_id}/tep": "the same file again takes the place of the same paper's",
    "/cua-toi/{dossier_id}/bo-sung": "its form carries the key on, drawn with the page",
    "/cua-toi/{dossier_id}/rut": "its form carries the key on, drawn with the page",
    "/cua-toi/{dossier_id}/danh-gia": "its form carries the key on; a dossier is rated once",
    "/thanh-toan/{dossier_id}": "its form carries the key on, drawn with the page",
    "/tin-nhan/{token}": "what is switched off is off; a mail program's one click (RFC 8058) has no key",
    "/tai-khoan/phien/{session}/ket-thuc": "ended is ended",
    "/tai-khoan/phien-khac/ket-thuc": "ended is ended",
    "/tai-khoan/mat-khau": "the old password is wrong the second time",
    "/quan-tri/nguoi-dung": "a login that is taken is refused",
    "/quan-tri/nguoi-dung/{account}/quyen": "the same roles again are the same roles",
    "/quan-tri/nguoi-dung/{account}/xac-nhan": "nothing waits the second time",
    "/quan-tri/nguoi-dung/{account}/khoa": "disabled is disabled",
    "/quan-tri/nguoi-dung/{account}/mat-khau": "the newest password counts, and its page shows it",
    "/quan-tri/nguoi-dung/{account}/ket-thuc-phien": "ended is ended",
    "/hang-loi/{service}/{dossier_id}/chay-lai": "the same replay, by a button",
    "/phan-anh": "its form carries the key on, drawn with the page",
    "/phan-anh/can-tra-loi/{petition_id}": "its form carries the key on, drawn with the page",
    "/dead-letters/{dossier_id}/dry-run": "nothing is written",
    "/hang-loi/de-nghi": "its form carries the key on, drawn with the page",
    "/danh-muc/de-xuat/moi": "its form carries the key on, drawn with the page",
    "/danh-muc/de-xuat/{proposal_id}/{act}": "its form carries the key on; a step that was taken already changes nothing",
    "/hang-loi/de-nghi/{number}": "a proposal is decided once; the second time is told so",
}


def unkeyed(document: dict[str, Any]) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method in MOVING & set(methods):
            keys = [p for p in methods[method].get("parameters", ()) if p["name"] == "Idempotency-Key" and p["in"] == "header"]
            if not any(key["required"] for key in keys):
                yield f"{method.upper()} {path}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_command_takes_an_idempotency_key(service: str) -> None:
    document = json.loads((DOCUMENTS / f"openapi-{service}.json").read_text("utf-8"))
    assert not (wrong := list(unkeyed(document))), f"{service} {wrong}: a network repeats requests (design.md §3)"


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route of every router, whether documents show it or not."""
    for included in app.routes:
        router = getattr(included, "original_router", None)
        yield from (route for route in (router.routes if router else ()) if isinstance(route, APIRoute))


def takes_key(route: APIRoute) -> bool:
    return any(field.alias == "Idempotency-Key" for field in route.dependant.header_params)


@pytest.mark.parametrize("service", SERVICES)
def test_every_hidden_command_is_known_and_harmless_when_repeated(service: str) -> None:
    moving = [route for route in routes(service_and_app(service)[1]) if {m.lower() for m in route.methods or ()} & MOVING]
    without = {route.path for route in moving if not takes_key(route)}
    assert len(moving) >= 1, "FastAPI keeps its routes elsewhere now: look for them there"
    assert without <= set(WITHOUT), f"{service}: {without - set(WITHOUT)} can happen twice (design.md §3)"


def test_every_answer_to_a_fault_is_a_problem_document() -> None:
    wrong = [s.at(call.lineno) for s in python("services/") if "/src/" in s.path for call, _ in s.calls() if own_fault(call)]
    assert not wrong, f"{wrong}: raise HTTPException or Refused; the chassis answers in the reader's language (design.md §9)"


def own_fault(call: Any) -> bool:
    """A response made by hand with a status that means a fault."""
    made = isinstance(call.func, ast.Name) and call.func.id in ("Response", "JSONResponse", "PlainTextResponse")
    statuses = [k.value for k in call.keywords if k.arg == "status_code"] + call.args[1:2] if made else []
    return any(isinstance(s, ast.Constant) and isinstance(s.value, int) and s.value >= 400 for s in statuses)


def test_a_command_without_a_key_is_noticed() -> None:
    assert list(unkeyed({"paths": {"/dossiers": {"post": {"parameters": []}, "get": {}}}})) == ["POST /dossiers"]


def test_a_fault_answered_by_hand_is_noticed() -> None:
    source = Source("x.py", 'JSONResponse({"no": 1}, 404)\nResponse(b"", status_code=500)\nResponse(b"", 200)')
    assert [own_fault(call) for call, _ in source.calls()] == [True, True, False]
