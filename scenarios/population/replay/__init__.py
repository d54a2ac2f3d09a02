"""
A populated year played into a registry: its residents loaded in bulk, its events as commands in calendar order.

`folder` reads it, `standing` and `known` say what registry and town hold on the first day, `commands` what each event
asks of the registry, `town` what the neighbours do by themselves. The oracle (`scenarios/model`) is asked before each
command and told after it; `ending` is the population's own account of the last day; `comparing` holds registry against
both, and `replay` puts it together.
"""
