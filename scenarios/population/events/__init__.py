"""
A year of life events: what happens to each household, in the order of notification, so that a register can follow.

Chance is again a hash of the seed and the household or resident; only the months of moves are dealt out in turn, so
that their shape comes out even. `rates` says how often, `kinship` how people are related when the householder changes,
`household` what may follow what, `newcomers` who is new, `year` puts all in calendar order.
"""
