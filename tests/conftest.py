"""Examples of property tests are the same on every run, so that a failure is seen again.

The inner loop tries few, `make test` many (`EXAMPLES=thorough`).
"""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "parley",
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("parley"), max_examples=20)
# A mutant needs one counter-example, not the smallest.
settings.register_profile(
    "mutants",
    settings.get_profile("parley"),
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
)
