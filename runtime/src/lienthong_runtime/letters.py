"""What a letter may be written with: checked before it is published, so that nothing can go wrong when it is sent."""

from collections.abc import Iterator

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lienthong_contracts import LETTERS, SMS_WORDS, LetterKind, LetterPublished

from lienthong_runtime.gsm7 import is_gsm7, segments, septets, without_diacritics
from lienthong_runtime.letter_lengths import longest_texts

_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.Compare, nodes.Operand,
            nodes.And, nodes.Or, nodes.Not, nodes.CondExpr)  # fmt: skip
# What administrators call them; the first that fits.
_CALLED: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.For, "a loop"), (nodes.Macro, "a macro"), (nodes.CallBlock, "a call"), (nodes.Call, "a call"),
    (nodes.Getattr, "an attribute"), (nodes.Getitem, "an attribute"), (nodes.Import, "an import"), (nodes.FromImport, "an import"),
    (nodes.Include, "an include"), (nodes.Assign, "a set"), (nodes.AssignBlock, "a set"), (nodes.Filter, "a filter"),
    (nodes.FilterBlock, "a filter"), (nodes.Test, "a test"), (nodes.BinExpr, "arithmetic"), (nodes.UnaryExpr, "arithmetic"),
    (nodes.Concat, "arithmetic"), (nodes.Node, "this construct"),
)  # fmt: skip


def environment() -> SandboxedEnvironment:
    """How letters are rendered: sandboxed, strict about missing words, as plain text."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def letter_faults(letter: LetterPublished) -> Iterator[str]:
    """Every fault, each with its field.

    A letter without any renders for all words, in time and length that grow with its own length only; says what NĐ 224/2026
    Đ.15.1g asks of a status notice, where it is an e-mail; and costs no more than its `parts`, where it is an SMS.
    """
    kind = LETTERS.get(letter.template)
    if kind is None:
        yield f"template: no template {letter.template}"
        return
    if letter.channel not in kind.channels:
        yield f"channel: {letter.template} doesn't go out by {letter.channel}"
    if letter.id != (name := f"{letter.template}.{letter.channel}.{letter.language}"):
        yield f"id: nobody finds it unless it is called {name}"
    trees, faults = _read(letter, kind)
    yield from faults
    if not faults:
        yield from _email_faults(letter, trees, kind) if letter.channel == "email" else _sms_faults(letter, trees["text"])


def _read(letter: LetterPublished, kind: LetterKind) -> tuple[dict[str, nodes.Template], list[str]]:
    trees, faults = {}, []
    for field in ("subject", "text"):
        try:
            trees[field] = environment().parse(getattr(letter, field))
        except TemplateSyntaxError as fault:
            faults.append(f"{field}: line {fault.lineno}: syntax: {fault.message}")
        except (RecursionError, ValueError):  # brackets without end, or a number that Python won't read
            faults.append(f"{field}: too intricate")
        else:
            found = [*_construct_faults(trees[field]), *_word_faults(trees[field], letter.channel, kind)]
            faults += [f"{field}: {fault}" for fault in found or _depth_faults(getattr(letter, field))]
    return trees, faults


def _construct_faults(tree: nodes.Template) -> Iterator[str]:
    found = (f"line {node.lineno}: {called} isn't allowed" for node in tree.find_all(nodes.Node) if (called := _forbidden(node)))
    yield from dict.fromkeys(found)


def _forbidden(node: nodes.Node) -> str:
    """What is wrong with using it at all: what is left can't fail, whatever its words are."""
    if not isinstance(node, _ALLOWED):
        return next(called for kind, called in _CALLED if isinstance(node, kind))
    if isinstance(node, nodes.Compare) and not {operand.op for operand in node.ops} <= {"eq", "ne"}:
        return "a comparison other than == and !="
    if isinstance(node, nodes.Const) and not isinstance(node.value, str):
        return "a value that is no text"
    return "an if without else within braces" if isinstance(node, nodes.CondExpr) and node.expr2 is None else ""


def _word_faults(tree: nodes.Template, channel: str, kind: LetterKind) -> Iterator[str]:
    names = {node.name for node in tree.find_all(nodes.Name)}
    yield from (f"no word {name}; there are {', '.join(sorted(kind.words))}" for name in sorted(names - kind.words))
    if channel == "sms":
        yield from (f"{name} must not be in an SMS" for name in sorted(names & kind.words - SMS_WORDS))


def _depth_faults(source: str) -> Iterator[str]:
    try:
        environment().from_string(source)
    except (SyntaxError, RecursionError, MemoryError):  # Python takes at most a hundred conditions within each other
        yield "too intricate"


def _email_faults(letter: LetterPublished, trees: dict[str, nodes.Template], kind: LetterKind) -> Iterator[str]:
    if not letter.subject.strip():
        yield "subject: is empty"
    if any(len(f"{text}.".splitlines()) > 1 for text in (letter.subject, *_texts(trees["subject"]))):
        yield "subject: has a line break"
    if not letter.text.strip():
        yield "text: is empty"
    owed = kind.owed - _spoken(trees["subject"]) - _spoken(trees["text"])
    yield from (f"text: doesn't say {word} (NĐ 224/2026 Đ.15.1g)" for word in sorted(owed))


def _spoken(node: nodes.Node) -> set[str]:
    """The words that are said, not only asked about."""
    if isinstance(node, nodes.Name):
        return {node.name}
    if isinstance(node, nodes.Compare | nodes.Not):
        return set()
    return set().union(*(_spoken(child) for child in node.iter_child_nodes(exclude=("test",))))


def _texts(tree: nodes.Template) -> list[str]:
    return [*(node.data for node in tree.find_all(nodes.TemplateData)), *(node.value for node in tree.find_all(nodes.Const))]


def _sms_faults(letter: LetterPublished, tree: nodes.Template) -> Iterator[str]:
    if not letter.text.strip():
        yield "text: is empty"
    plain = without_diacritics("".join(_texts(tree)))
    if odd := sorted({sign for sign in plain if not is_gsm7(sign)}):
        yield f"text: {' '.join(odd)} can't be sent in an SMS (GSM-7)"
        return
    longest = max(map(without_diacritics, longest_texts(tree)), key=septets)
    if (parts := segments(longest)) > letter.parts:
        yield f"text: takes {parts} parts of an SMS ({septets(longest)} signs), {letter.parts} allowed"
