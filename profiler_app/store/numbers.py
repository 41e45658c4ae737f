"""Numbers of numpy are stored as numbers; without this they become BLOBs, silently.

Apart from ``connect``, because an import of a file does without numpy: whatever in ``store`` hands
arrays out imports this module.
"""

from __future__ import annotations

import numpy as np
from sqlcipher3 import dbapi2

for _integer in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32):
    dbapi2.register_adapter(_integer, int)
for _real in (np.float32, np.float64):
    dbapi2.register_adapter(_real, float)
dbapi2.register_adapter(np.bool_, int)
