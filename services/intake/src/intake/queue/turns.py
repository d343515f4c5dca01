"""Whose turn it is: those whom the law favours come first, and nobody waits for ever behind them."""

MOST_IN_A_ROW = 3  # favoured numbers, before one who has waited is called


def whose_turn(favoured: int | None, ordinary: int | None, in_a_row: int) -> int | None:
    """The next number, of the first that waits of either kind; `in_a_row` favoured ones were called last."""
    if favoured is None or (ordinary is not None and in_a_row >= MOST_IN_A_ROW):
        return ordinary if ordinary is not None else favoured
    return favoured
