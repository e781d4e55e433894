"""What tools make: results of code, pictures. Files that come of it are the person's."""

import structlog

from adapters.outbound.code_running.runner import CodeLimits, RoomCodeRunner
from adapters.outbound.tools.pictures import PictureTool, PictureTools
from adapters.outbound.tools.python_code import CodeTools, PythonCode
from application.files.make_picture import MakePicture
from application.files.run_code import RunCode
from application.ports.tools import ToolSource
from entrypoints.container import Container
from entrypoints.files import FileDesk
from entrypoints.ways_out import egress

_log = structlog.get_logger("tools")


def making_tools(container: Container, desk: FileDesk) -> tuple[ToolSource, ...]:
    settings = container.settings().tools
    make_picture = MakePicture(
        granted_models=container.granted_models(),
        metering=container.metering(),
        passages=container.models(),
        egress=egress(settings.trusted),
        keep=desk.keep,
    )
    sources = list[ToolSource]([PictureTools(PictureTool(make_picture))])
    if settings.code_runner:
        limits = CodeLimits(seconds=settings.code_seconds, memory_mb=settings.code_memory_mb)
        run_code = RunCode(
            runner=RoomCodeRunner(limits),
            files=desk.files,
            contents=desk.contents,
            messages=container.messages(),
            keep=desk.keep,
        )
        sources.append(CodeTools(PythonCode(run_code), _no_code))
    return tuple(sources)


def _no_code(why: str) -> None:
    _log.warning("code is not run", why=why)
