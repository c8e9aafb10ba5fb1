"""How servers say that an account is out of credit: patterns of their words, and error codes.

Each is met in public documentation or issue threads of the servers named beside it. Checks and
calls go by the same ones.
"""

from __future__ import annotations

import re

from rscrew_console.providers.health.answer import VendorError

_MOST_READ = 4000
"""Letters of a message."""
STATUSES = (400, 401, 402, 403, 412, 429)
"""The HTTP statuses with which it is said."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


CREDIT_CODES = frozenset(
    {
        "insufficient_quota", "credit_balance_exhausted", "billing_not_active",
        "billing_hard_limit_reached", "budget_exceeded", "budgetexceedederror", "arrearage",
        "insufficient_balance", "insufficient_credits", "insufficient_funds", "payment_required",
        "exceeded_current_quota_error", "allocationquota.freetieronly", "accountoverdueerror",
        "billing_error", "billing_disabled", "quota_exhausted", "credits_exhausted",
        "insufficient_user_quota", "pre_consume_token_quota_failed", "1113", "1008",
    }
)  # fmt: skip
_CREDIT = _any_of(
    r"insufficient[ _](account )?(balance|funds?|credits?|quota)",
    r"(not enough|no( more| remaining)?|run out of|out of|exhausted|used (up )?all|depleted)"
    r"[^.]{0,30}\b(credits?|balance|funds|prepaid)",
    r"(credits?|balance|funds)\b[^.]{0,40}\b(too low|exhausted|depleted|insufficient|negative"
    r"|used up|run out|expired)",
    r"(please )?(recharge|top[ -]?up)\b",
    r"arrear|in good standing|overdue|payment required|unpaid",
    r"billing (hard )?limit|spend(ing)? (limit|cap)|credit limit|usage limit reached for your plan",
    r"budget[^.]{0,20}exceeded|exceed(ed|s)?[^.]{0,20}budget|over budget",
    r"please check your (plan and billing|billing)",  # OpenAI, Moonshot
    r"exceeded[^.]{0,30}\bcredits?\b",  # Hugging Face
    r"specified (\w+ )?api usage limits?|regain access on",  # Anthropic, of a monthly limit
    r"used up[^.]{0,20}\b(quota|free|trial)",
    r"quota[^.]{0,40}\bbilling\b|billing[^.]{0,30}\b(disabled|not active|inactive|required)",
    r"free (allocated )?(tier|quota|trial)[^.]{0,30}(exhausted|expired|used up|ended|over)",
    r"free (allocated )?quota exceeded",  # DashScope
    r"key limit exceeded|credit limit (has been )?reached|can only afford",  # OpenRouter
    r"\b(any|more) credits\b",  # xAI, OpenRouter
    # Google
    r"billing to be enabled|requires billing|billing account[^.]{0,40}\b(closed|disabled)",
    r"requires? (a|an active|a paid) (subscription|plan)|inactive subscription",  # Ollama, Mistral
    r"subscription[^.]{0,30}\b(inactive|has lapsed|has ended|expired)",
    r"out of call volume quota",  # Azure
    r"pay past invoices|non-?payment|credit card on file",  # Fireworks, Vercel
    r"余额不足|欠费|额度已用尽",
)
_PER_TIME = re.compile(r"per (minute|second|min|hour)|\b(rpm|tpm|rps)\b")


def says_no_credit(error: VendorError) -> bool:
    """Whether the account, not the pace, is what is exhausted."""
    message = error.message[:_MOST_READ].lower()
    if error.codes & CREDIT_CODES:
        return True
    if _PER_TIME.search(message):
        return False
    if "resource_exhausted" in error.codes and "prepayment" not in message:
        return False  # Gemini says so of every pace that is too quick
    return _CREDIT.search(message) is not None
