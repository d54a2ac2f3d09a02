"""
Structs of the published messages, generated from `docs/openapi/`.
"""
