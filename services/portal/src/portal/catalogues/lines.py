"""In which line of a YAML text a field stands, so that a fault can be found where it was typed."""

from collections.abc import Iterator

import yaml


def line_of(text: str, field: str) -> int:
    """The line of `entries.routes.0.legs.2.share`, or of the innermost part of it that is there; 0 when the text can't be read."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        return mark.line + 1 if mark else 0
    line = 1 if node is not None else 0
    for key, inner in _steps(node, field.split(".")):
        node, line = inner, key.start_mark.line + 1
    return line


def _steps(node: yaml.Node | None, names: list[str]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    for name in names:
        found = _inside(node, name)
        if found is None:
            return
        yield found
        node = found[1]


def _inside(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == name), None)
    if isinstance(node, yaml.SequenceNode) and name.isdecimal() and int(name) < len(node.value):
        return node.value[int(name)], node.value[int(name)]
    return None
