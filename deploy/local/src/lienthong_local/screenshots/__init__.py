"""The windows photographed as people see them, on a played week."""
