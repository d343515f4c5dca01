"""Handing in online: a draft that survives, a form built from the catalogue, its papers, a look at all of it, and once handed in."""
