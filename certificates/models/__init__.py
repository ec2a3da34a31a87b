from .batch import IssueBatch, IssueBatchRow
from .key import SigningKey, StatusList
from .register import Certificate, CertificateEvent, CertificateFile, CertificateWord, Series, Share
from .revocation import Revocation
from .rule import CourseAward, KindRule
from .template import Asset, Template, TemplateVersion

__all__ = [
    "Asset",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateWord",
    "CourseAward",
    "IssueBatch",
    "IssueBatchRow",
    "KindRule",
    "Revocation",
    "Series",
    "Share",
    "SigningKey",
    "StatusList",
    "Template",
    "TemplateVersion",
]
