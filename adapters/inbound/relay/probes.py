"""What clients ask to see whether anybody is there, before they have a key to show."""

from fastapi import APIRouter

router = APIRouter()

for _path in ("/", "/v1", "/v1beta", "/api/hello"):

    @router.api_route(_path, methods=["GET", "HEAD"], include_in_schema=False)
    async def hello() -> dict[str, str]:
        return {"status": "ok"}
