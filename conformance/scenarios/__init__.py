"""What the features hold: their scenarios, the requirement and the profile of each; no pytest items."""

from conformance.scenarios.features import VERSIONED, FeatureError, actor_of, feature_at, feature_files, requirement_of
from conformance.scenarios.full_suite import ScenarioRow, all_rows, expected_scenarios, profiles_of, steps_of
from conformance.scenarios.needs import profile_of, seconds_needed

__all__ = [
    "VERSIONED",
    "FeatureError",
    "ScenarioRow",
    "actor_of",
    "all_rows",
    "expected_scenarios",
    "feature_at",
    "feature_files",
    "profile_of",
    "profiles_of",
    "requirement_of",
    "seconds_needed",
    "steps_of",
]
