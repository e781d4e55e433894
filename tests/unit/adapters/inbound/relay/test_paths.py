import pytest

from adapters.inbound.relay.paths import canonical, deployment_in


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/v1/chat/completions", "/v1/chat/completions"),
        ("/v1/chat/completions/", "/v1/chat/completions"),
        ("/chat/completions", "/v1/chat/completions"),
        ("/v1/v1/chat/completions", "/v1/chat/completions"),
        ("//v1//chat/completions", "/v1/chat/completions"),
        ("/v1/chat/completions/chat/completions", "/v1/chat/completions"),
        ("/chat/completions/chat/completions", "/v1/chat/completions"),
        ("/v1/chat/completions/models", "/v1/models"),
        ("/v1/v1/messages", "/v1/messages"),
        ("/messages", "/v1/messages"),
        ("/v1/messages/v1/messages", "/v1/messages"),
        ("/v1/messages/count_tokens", "/v1/messages/count_tokens"),
        ("/v1/v1/messages/count_tokens/", "/v1/messages/count_tokens"),
        ("/v1/responses/responses", "/v1/responses"),
        ("/responses", "/v1/responses"),
        ("/v1/responses/resp_1/cancel", "/v1/responses/resp_1/cancel"),
        ("/models", "/v1/models"),
        ("/v1/models/acme/models", "/v1/models/acme/models"),
        ("/v1/models/", "/v1/models"),
        ("/v1/v1beta/models/x:generateContent", "/v1beta/models/x:generateContent"),
        ("/v1/models/x:generateContent", "/v1beta/models/x:generateContent"),
        ("/v1alpha/models/a/b:streamGenerateContent", "/v1beta/models/a/b:streamGenerateContent"),
        ("/v1/models/x:countTokens", "/v1beta/models/x:countTokens"),
        ("/v1/models/x:batchEmbedContents", "/v1beta/models/x:batchEmbedContents"),
        ("/v1alpha/models", "/v1beta/models"),
        ("/v1beta/v1beta/models/x:generateContent/", "/v1beta/models/x:generateContent"),
        ("/v1beta/v1/models/x:streamGenerateContent", "/v1beta/models/x:streamGenerateContent"),
        ("/v1beta/acme/x:generateContent", "/v1beta/models/acme/x:generateContent"),
        ("/v1beta/openai/x:countTokens", "/v1beta/models/openai/x:countTokens"),
        ("/v1/acme/x:generateContent", "/v1/acme/x:generateContent"),
        ("/v1beta/openai/chat/completions", "/v1/chat/completions"),
        ("/v1beta/openai/models", "/v1/models"),
        ("/v1beta/openai", "/v1"),
        ("/v1/models/llama3:8b", "/v1/models/llama3:8b"),
        ("/openai/deployments/house/chat/completions", "/v1/chat/completions"),
        ("/openai/deployments/acme/house/chat/completions/", "/v1/chat/completions"),
        ("/openai/deployments/house/completions", "/v1/completions"),
        ("/openai/deployments/house/embeddings", "/v1/embeddings"),
        ("/openai/deployments/house/images/generations", "/v1/images/generations"),
        ("/openai/deployments/house/audio/transcriptions", "/v1/audio/transcriptions"),
        ("/v1/openai/deployments/house/chat/completions", "/v1/chat/completions"),
        ("/openai/v1/chat/completions", "/v1/chat/completions"),
        ("/openai/responses", "/v1/responses"),
        ("/openai/responses/resp_1", "/v1/responses/resp_1"),
        ("/openai/models", "/v1/models"),
        ("/openai/deployments/house", "/openai/deployments/house"),
        ("/openai/deployments/house/nonsense", "/openai/deployments/house/nonsense"),
        ("/v1", "/v1"),
        ("/v1/", "/v1"),
        ("/", "/"),
        ("//", "/"),
        ("", "/"),
        ("/chat", "/chat"),
        ("/chatter/completions", "/chatter/completions"),
        ("/nonsense/", "/nonsense"),
    ],
)
def test_a_path_is_led_to_what_was_meant(asked: str, meant: str) -> None:
    assert canonical(asked) == meant


def test_what_was_meant_is_led_nowhere_else() -> None:
    for path in ("/v1/messages", "/v1beta/models/x:generateContent", "/v1/models/a/b"):
        assert canonical(canonical(path)) == canonical(path)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("/openai/deployments/house/chat/completions", "house"),
        ("//openai/deployments/acme/house/embeddings", "acme/house"),
        ("/openai/v1/chat/completions", None),
        ("/v1/chat/completions", None),
        ("/openai/deployments/house", None),
    ],
)
def test_a_path_of_azure_s_names_the_model(asked: str, named: str | None) -> None:
    assert deployment_in(asked) == named
