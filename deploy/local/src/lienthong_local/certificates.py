"""Knows how tests get a certificate for 127.0.0.1 and localhost, and the authority that a sender must trust for it."""

import ssl

import trustme


def for_loopback() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server presents, and what a sender needs to believe it; another sender's context refuses it."""
    authority = trustme.CA()
    server, sender = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(server)
    authority.configure_trust(sender)
    return server, sender


def in_files(directory: str) -> tuple[ssl.SSLContext, str]:
    """The same for a sender in another process: what the server presents, and the authority's certificate as a PEM file."""
    authority, server = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(server)
    file = f"{directory}/authority.pem"
    authority.cert_pem.write_to_path(file)
    return server, file
