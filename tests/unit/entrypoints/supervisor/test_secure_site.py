"""Where the gateway leads who comes by plain http."""

from entrypoints.settings import Settings
from entrypoints.supervisor.gateway import secure_site


def test_plain_http_is_served_unless_somebody_wants_https_alone() -> None:
    assert secure_site(Settings()) == ""


def test_it_leads_to_the_public_address_else_to_the_same_name() -> None:
    public = Settings(https_only=True, public_url="https://parley.example.com")

    assert secure_site(public) == "https://parley.example.com"
    assert secure_site(Settings(https_only=True, https_port=8443)) == "https://$host:8443"
