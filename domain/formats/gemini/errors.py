"""What Google says when it refuses (conversion D1, D2)."""

from domain.formats.failures import decode_error

__all__ = ["decode_error"]
