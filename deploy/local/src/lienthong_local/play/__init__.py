"""Lives played through the real services: citizens, officers and a business clock."""
