"""Groups of similar customers: numbers without units, six algorithms, a number of groups that
holds, names by words, a rule that reproduces a group, and identities kept from run to run."""
