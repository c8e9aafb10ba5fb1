"""From a request to the dialogue that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from rscrew_console.tui import requests, screens
from rscrew_console.tui.screens.dialogue import Dialogue

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

Answer = TypeVar("Answer")


def dialogue_for(
    request: requests.DialogueRequest[Answer], context: ConsoleContext
) -> Dialogue[Answer]:
    """The dialogue, not opened yet. Raises TypeError for a request that no screen answers."""
    return cast(Dialogue[Answer], _question(request) or _view(request, context))


def _question(request: requests.AnyRequest) -> Dialogue[Any] | None:
    """A dialogue that shows only what the request holds."""
    match request:
        case requests.PickRequest():
            return screens.Picker(request)
        case requests.TextRequest():
            return screens.Prompt(request)
        case requests.ConfirmRequest():
            return screens.Confirm(request)
        case requests.ReviewRequest():
            return screens.Review(request)
        case requests.CollisionsRequest():
            return screens.Collisions(request)
        case requests.HistoryRequest():
            return screens.HistoryScreen(request)
        case requests.ChecklistRequest():
            return screens.ChecklistScreen(request)
        case requests.DoctorRequest():
            return screens.DoctorScreen(request)
        case requests.FilesRequest():
            return screens.Files(request)
        case requests.WarningsRequest():
            return screens.Warnings(request)
        case _:
            return None


def _view(request: requests.AnyRequest, context: ConsoleContext) -> Dialogue[Any]:
    """A dialogue that follows the console's state, and changes it."""
    match request:
        case requests.FieldsRequest():
            return screens.FieldsDialogue(context, request)
        case requests.HealthRequest():
            return screens.HealthDetails(context, request)
        case requests.CommandLogRequest():
            return screens.CommandLog(context)
        case requests.UsageRequest():
            return screens.UsageScreen(context)
        case requests.ScenariosRequest():
            return screens.ScenariosScreen(context, request)
        case requests.StrategiesRequest():
            return screens.Strategies(context, request)
        case requests.WhatIfRequest():
            return screens.WhatIfScreen(context, request)
        case _:
            raise TypeError(f"no screen answers a {type(request).__name__}")
