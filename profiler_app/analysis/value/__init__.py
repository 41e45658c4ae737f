"""Customer lifetime value where nobody signs a contract: how often will they buy, and for how much.

Purchases are counted by day and time is measured in weeks, as in the papers the models come from.
"""
