"""
Synthetic residents: households first, by counters, so that any part of a population can be made alone.

A population is a function of its preset and its seed. A seed and the number of a household give its kind, its members,
their ages, names and address; the seed and the number of a resident give the rest. Nothing is remembered between two
residents, and nothing is drawn from a library's distribution: integers, tables and hashes only.

The names of the modules are the order of the work: `tables` reads the data, `marginals` is what must come out,
`compositions` and `candidates` are families that may exist, `raking` weighs them, `deck` is one block of the result,
`layout` says which household a resident belongs to, `people` gives ages and birthdays, `columns` everything that is
written, `writing` the files.
"""
