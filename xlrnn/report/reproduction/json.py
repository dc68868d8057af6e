"""The report for programs: JSON with the schema `xlrnn/reproduce/1`."""

import json
import math
from dataclasses import asdict
from typing import Any, Final

from xlrnn import provenance
from xlrnn.reproduce.finding import Finding, Outcome, Reproduction

SCHEMA: Final = "xlrnn/reproduce/1"


def render(found: Reproduction) -> str:
    """Return the report as a JSON document."""
    setting = found.setting
    document = {
        "schema": SCHEMA,
        **provenance.as_json(),
        "about": found.about,
        "seed": setting.seed,
        "quick": setting.quick,
        "data": None if setting.data is None else str(setting.data),
        "seconds": round(found.seconds, 3),
        "exit_code": found.exit_code,
        "outcomes": {outcome.value: found.count(outcome) for outcome in Outcome},
        "claims": [_claim(finding) for finding in found.findings],
        "workbooks": [asdict(book) for book in found.workbooks],
    }
    return json.dumps(_finite(document), indent=2, allow_nan=False)


def _claim(finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    return {
        "name": claim.name,
        "section": claim.section.value,
        "says": claim.says,
        "verdict": claim.verdict.value,
        "because": claim.because,
        "check": claim.check,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "seconds": round(finding.seconds, 3),
        "evidence": None if finding.evidence is None else asdict(finding.evidence),
    }


def _finite(value: Any) -> Any:
    """Return the same with None for what JSON has no number for."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
