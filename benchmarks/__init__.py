"""How fast Zhike is beside the best tools for the same work: ``python -m benchmarks``.

Every goal is a ratio to a peer measured in the same run, on the same data, in turns, each in a
fresh process; seconds of one machine say nothing about another. A group of measurements is one
module with a function ``experiments(scale)``; ``__main__.GROUPS`` names it.
"""
