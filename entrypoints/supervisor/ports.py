import socket

from entrypoints.problems import Problem


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as listener:
        listener.bind((host, 0))
        port: int = listener.getsockname()[1]
        return port


def require_free(port: int, *, host: str, label: str, setting: str) -> None:
    """Raise `Problem` when somebody else listens there, or we may not."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except PermissionError as error:
            raise Problem(
                f"port {port} ({label}) needs root: choose one above 1023 with {setting}"
            ) from error
        except OSError as error:
            raise Problem(
                f"port {port} ({label}) is taken: stop what uses it, or set {setting}"
            ) from error
