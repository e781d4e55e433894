"""Looking for cycles all the time is a tenth of a run; nothing here holds on to a socket."""

import gc

gc.set_threshold(100_000, 50, 100)
