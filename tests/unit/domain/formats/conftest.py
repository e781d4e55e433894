from hypothesis import HealthCheck, settings

settings.register_profile(
    "formats",
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("formats")
