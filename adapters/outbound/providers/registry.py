from collections.abc import Callable, Mapping
from typing import final

from typing_extensions import override

from application.ports.language_models import LanguageModel, LanguageModels
from domain.catalog.models import Model
from domain.errors import NotFound

Connect = Callable[[Model], LanguageModel]


@final
class ConfiguredLanguageModels(LanguageModels):
    """Every configured provider by its name, with the way to a model of it."""

    def __init__(self, by_provider: Mapping[str, Connect]) -> None:
        self._by_provider = by_provider

    @override
    def of(self, model: Model) -> LanguageModel:
        try:
            connect = self._by_provider[model.provider]
        except KeyError:
            raise NotFound(f"the provider {model.provider!r} is not configured") from None
        return connect(model)
