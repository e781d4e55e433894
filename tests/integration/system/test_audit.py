"""Acts of a running system are in one chain, whichever service they were done in."""

import httpx2

from tests.running import RunningSystem


async def test_what_all_services_note_is_one_chain_that_can_be_proved(
    system: RunningSystem, gateway: httpx2.AsyncClient, admin_token: str
) -> None:
    headers = {"authorization": f"Bearer {admin_token}"}
    made = system.parley("admin", "create", "audit@example.com", "--role", "admin")
    body = {"email": "audited@example.com", "password": "a good long password", "name": "Audited"}
    await gateway.post("/api/auth/register", json=body)
    wrong = {"email": body["email"], "password": "not this one"}
    await gateway.post("/api/auth/sign-in", json=wrong)

    found = await gateway.get("/admin/api/audit?limit=50", headers=headers)
    said = system.parley("audit", "verify", "--at-least", "3")

    acts = {(each["service"], each["action"], each["outcome"]) for each in found.json()["items"]}
    assert made.returncode == 0
    assert {
        ("command", "createAdministrator", "done"),
        ("chat", "register", "done"),
        ("chat", "signIn", "refused"),
        ("admin", "signIn", "done"),
    } <= acts
    assert said.returncode == 0, said.stderr
    assert "all as they were written" in said.stdout
    assert system.parley("audit", "verify", "--at-least", "99999").returncode == 1
