"""A certificate as an Open Badge 3.0, which is a W3C Verifiable Credential 2.0: the facts of the paper for machines. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

from certificates.proofs import CREDENTIALS, OPEN_BADGES

# Asia/Baku has had no summer time since 2016.
BAKU = timezone(timedelta(hours=4))
# Open Badges 3.0, section B.1.2: what kind of achievement it is.
ACHIEVEMENTS = {"course": "CertificateOfCompletion", "level": "Certification", "diploma": "Diploma"}


def credential(
    snapshot: Mapping, *, kind: str, site: str, valid_until: date | None = None, status: tuple[str, int] | None = None
) -> dict:
    """The unsigned credential of a snapshot. `status` is the address of a status list and a place in it.

    Everything has an address but the person, of whom it says no more than the paper: the name.
    """
    language = snapshot["languages"][-1]
    title = snapshot["course_title"][language]
    issuer = snapshot["issuer"] or snapshot["centre"]
    found = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"{site}/v/{snapshot['code']}.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{title} ({snapshot['number']})",
        "issuer": {"id": f"{site}/issuer", "type": ["Profile"], "name": issuer[language]},
        "validFrom": moment(date.fromisoformat(snapshot["issued_on"])),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": snapshot["name_latin"],
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": f"{site}/v/{snapshot['code']}.json#achievement",
                "type": ["Achievement"],
                "achievementType": ACHIEVEMENTS[kind],
                "name": title,
                "description": snapshot["statement"].get(language) or title,
                "criteria": {"id": f"{site}/v/{snapshot['code']}#criteria", "narrative": narrative(snapshot, language)},
                "inLanguage": language,
            },
        },
    }
    if valid_until:
        found["validUntil"] = moment(valid_until + timedelta(days=1))
    if status:
        address, place = status
        found["credentialStatus"] = {
            "id": f"{address}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place),
            "statusListCredential": address,
        }
    return found


def narrative(snapshot: Mapping, language: str) -> str:
    """What was asked for and reached, as on the paper: `Hours: 40. Level: A1. Result: 85. ...`"""
    parts = {
        "Number": snapshot["number"],
        "Centre": snapshot["centre"].get(language, ""),
        "Hours": snapshot["hours"],
        "Level": snapshot["level"],
        "Result": snapshot["score"],
        "Course dates": snapshot["cohort_dates"],
        "Completed on": snapshot["completed_on"],
        "Issued on": snapshot["issued_on"],
    }
    return " ".join(f"{label}: {value}." for label, value in parts.items() if value)


def moment(day: date) -> str:
    """The beginning of that day in Baku."""
    return datetime.combine(day, time(), tzinfo=BAKU).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
