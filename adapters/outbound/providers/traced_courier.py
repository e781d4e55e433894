"""A span for every question to a provider, and the trace's name with it."""

from collections.abc import Mapping
from typing import Final, final
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from typing_extensions import override

from adapters.outbound.providers.courier import Answering, Courier

_CARRIED: Final = TraceContextTextMapPropagator()


@final
class TracedCourier(Courier):
    """The same answers; a span lasts to the end of each, or until it is left."""

    def __init__(self, courier: Courier, *, tracer: Tracer) -> None:
        self._courier = courier
        self._tracer = tracer

    @override
    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        within_s: float,
        idle_s: float | None = None,
        connect_s: float | None = None,
    ) -> Answering:
        parts = urlsplit(url)
        span = self._tracer.start_span(
            f"POST {parts.path}",
            kind=SpanKind.CLIENT,
            attributes={
                "http.request.method": "POST",
                "server.address": parts.hostname or "",
                "url.path": parts.path,
                "parley.request_id": headers.get("x-request-id", ""),
            },
        )
        carried = dict(headers)
        _CARRIED.inject(carried, context=trace.set_span_in_context(span))
        try:
            answer = await self._courier.post(
                url,
                content=content,
                headers=carried,
                within_s=within_s,
                idle_s=idle_s,
                connect_s=connect_s,
            )
        except BaseException as error:
            _end(span, error)
            raise
        span.set_attribute("http.response.status_code", answer.status_code)
        if not answer.is_success:
            span.set_status(Status(StatusCode.ERROR))
        return _Traced(answer, span)

    @override
    async def aclose(self) -> None:
        await self._courier.aclose()


@final
class _Traced(Answering):
    def __init__(self, answer: Answering, span: Span) -> None:
        self._answer = answer
        self._span = span

    @property
    @override
    def status_code(self) -> int:
        return self._answer.status_code

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return self._answer.headers

    @property
    @override
    def is_success(self) -> bool:
        return self._answer.is_success

    @override
    async def read(self) -> bytes | None:
        try:
            return await self._answer.read()
        except BaseException as error:
            _end(self._span, error)
            raise

    @override
    async def aclose(self) -> None:
        """Ends the span; one that has ended stays as it is."""
        self._span.end()
        await self._answer.aclose()


def _end(span: Span, error: BaseException) -> None:
    span.set_status(Status(StatusCode.ERROR, type(error).__name__))
    span.end()
