"""Prompts and presets that are kept to be used again."""

from dataclasses import dataclass

from application.library.presets import DeletePreset, ListPresets, SavePreset
from application.library.prompts import CreatePrompt, DeletePrompt, EditPrompt, ListPrompts


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryUseCases:
    list_prompts: ListPrompts
    create_prompt: CreatePrompt
    edit_prompt: EditPrompt
    delete_prompt: DeletePrompt
    list_presets: ListPresets
    save_preset: SavePreset
    delete_preset: DeletePreset
