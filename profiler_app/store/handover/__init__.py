"""Handing a book of customers to another workspace: what is known there and here becomes one.

Two workspaces agree on a customer by the operation that first entered it (its number and moment)
or by its strongest identifier; on a row by what it said when it was entered. Of two values the one
written later stands, of two written at once the greater: whatever the order in which workspaces
exchange, they end with the same facts (a join of last-writer-wins registers and grow-only sets).
"""
