"""What makes an answer one: words or calls of tools, to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from rscrew_console.providers.health.answer import Answer, is_complaint
from rscrew_console.providers.secret import Secret
from rscrew_console.runtime.blank import is_blank, says_nothing
from rscrew_console.runtime.requests import CallFailure, Reply, StreamChunk, Tokens
from rscrew_console.runtime.wire.redaction import redacted_reply


def internal(
    error: BaseException,
    libraries: Iterable[str],
    misfits_of: Callable[[str], list[str]] | None = None,
) -> CallFailure:
    """Names the libraries that were at work, their versions, and which of them do not fit together.

    Of the error's own text nothing is said: it may hold a key.
    """
    from rscrew_console.versions import installed, misfits

    misfits_of = misfits_of or misfits
    libraries = ("rscrew-console", *libraries)
    named = " and ".join(f"{library} {installed(library)}".strip() for library in libraries)
    wrong = list(dict.fromkeys(misfit for library in libraries for misfit in misfits_of(library)))
    why = "; ".join(wrong) or "the versions may not fit together"
    return CallFailure(
        "internal_error", f"{type(error).__name__} in {named}: the provider is not to blame; {why}"
    )


def tells_of_failure(answer: Answer) -> bool:
    """Whether `failing.vendor_failure` has to look at the answer: most are good."""
    if not 200 <= answer.http_status < 300 or is_complaint(answer.data):
        return True
    choices = answer.data.get("choices") if isinstance(answer.data, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return isinstance(first, Mapping) and bool(first.get("error"))


def checked(reply: Reply | CallFailure, secrets: Sequence[Secret]) -> Reply | CallFailure:
    """The reply if it is one; `empty_answer` and `content_policy` with the tokens it has taken."""
    if isinstance(reply, CallFailure):
        return clean(reply, secrets)
    tokens = reply.tokens if reply.tokens != Tokens() else None
    if reply.finish_reason == "content_filter" and not reply.tool_calls:
        return _filtered(tokens)
    if reply.tool_calls or not says_nothing(reply.text):
        return redacted_reply(reply, secrets)
    return empty(
        reply.finish_reason, tokens, thought=bool(reply.reasoning) or not is_blank(reply.text)
    )


def ended(
    last: StreamChunk, secrets: Sequence[Secret], *, complete: bool, said_anything: bool
) -> StreamChunk | CallFailure:
    """The last piece of a stream, if it is the end of an answer."""
    tokens = last.tokens or Tokens()
    known_tokens = tokens if tokens != Tokens() else None
    if not complete:
        return CallFailure("bad_response", "it breaks off its answer", 200, tokens=known_tokens)
    if not said_anything and not last.tool_calls:
        if last.finish_reason == "content_filter":
            return _filtered(known_tokens)
        thought = bool(tokens.reasoning)
        return clean(empty(last.finish_reason, known_tokens, thought=thought), secrets)
    return replace(last, text="", tokens=tokens)


def _filtered(tokens: Tokens | None) -> CallFailure:
    from rscrew_console.runtime.wire.failing import refused

    return replace(refused(), tokens=tokens)


def empty(reason: str, tokens: Tokens | None, *, thought: bool) -> CallFailure:
    words = "it answers without a word"
    if reason == "length":
        words += ": the limit of tokens was reached before the first one"
    elif thought:
        words += ": there are thoughts alone"
    return CallFailure("empty_answer", words, 200, tokens=tokens)


def nonsense(http: int) -> CallFailure:
    return CallFailure("bad_response", "it answers with something that is no JSON", http)


def broken_off(failure: CallFailure, tokens: Tokens | None) -> CallFailure:
    """Return the failure with the tokens that the part of an answer has taken."""
    return replace(failure, tokens=tokens) if failure.tokens is None else failure


def clean(failure: CallFailure, secrets: Sequence[Secret]) -> CallFailure:
    """Return the failure with a detail that is fit to be shown, whoever has written it."""
    from rscrew_console.providers.health.clean import plain

    return replace(failure, detail=plain(failure.detail, secrets))
