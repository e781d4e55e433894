"""Telling traces to whoever collects them, over OTLP: loaded only where a setting asks for it."""

from functools import lru_cache
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import Tracer
from starlette.types import ASGIApp

from adapters.inbound.http.tracing import Traced
from adapters.outbound.providers.courier import Courier
from adapters.outbound.providers.traced_courier import TracedCourier

_NAME: Final = "parley"
_WITHIN_S: Final = 2.0


@lru_cache(maxsize=1)
def _provider(endpoint: str, share: float) -> TracerProvider:
    """One a process. Spans wait in memory, are sent by a thread, and are dropped when it lags."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": _NAME}),
        sampler=ParentBased(TraceIdRatioBased(share)),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=_WITHIN_S))
    )
    return provider


def tracer_for(endpoint: str, share: float) -> Tracer:
    return _provider(endpoint, share).get_tracer(_NAME)


def traced_app(app: ASGIApp, service: str, *, endpoint: str, share: float) -> ASGIApp:
    provider = _provider(endpoint, share)
    tracer = provider.get_tracer(_NAME)
    return Traced(app, service=service, tracer=tracer, at_end=provider.shutdown)


def traced_courier(courier: Courier, *, endpoint: str, share: float) -> Courier:
    return TracedCourier(courier, tracer=tracer_for(endpoint, share))
