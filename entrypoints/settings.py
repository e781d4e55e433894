"""Settings are read here and nowhere else."""

from entrypoints.configuration.load import load_settings
from entrypoints.configuration.prices import PriceSettings
from entrypoints.configuration.providers import ModelSettings, ProviderSettings
from entrypoints.configuration.schema import Settings

__all__ = ["ModelSettings", "PriceSettings", "ProviderSettings", "Settings", "load_settings"]
