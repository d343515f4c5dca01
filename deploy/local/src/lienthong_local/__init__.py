"""The lienthong command and the local stack."""
