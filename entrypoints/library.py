"""Prompts and presets, on the stores that are given."""

from adapters.inbound.chat.library_use_cases import LibraryUseCases
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.library.presets import DeletePreset, ListPresets, SavePreset
from application.library.prompts import CreatePrompt, DeletePrompt, EditPrompt, ListPrompts
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.presets import Presets
from application.ports.saved_prompts import SavedPrompts
from application.ports.teams import Teams


def library_use_cases(
    prompts: SavedPrompts,
    presets: Presets,
    teams: Teams,
    *,
    new_id: NewId = new_id,
    clock: Clock = utc_now,
) -> LibraryUseCases:
    return LibraryUseCases(
        list_prompts=ListPrompts(prompts=prompts, teams=teams),
        create_prompt=CreatePrompt(prompts=prompts, teams=teams, new_id=new_id, clock=clock),
        edit_prompt=EditPrompt(prompts=prompts, teams=teams, clock=clock),
        delete_prompt=DeletePrompt(prompts=prompts),
        list_presets=ListPresets(presets=presets),
        save_preset=SavePreset(presets=presets, new_id=new_id, clock=clock),
        delete_preset=DeletePreset(presets=presets),
    )
