"""Words as they stand on paper. Kept beside the layouts and not in the catalogues: a certificate printed again must say
the same, whatever was retranslated since.
"""

from datetime import date

from lms.days import span_in_words

LANGUAGES = ("az", "en", "ru")

KIND = {"az": "Sertifikat", "en": "Certificate", "ru": "Сертификат"}

# Written out, because Python's upper() does not know the Azerbaijani İ.
HEADING = {"az": "SERTİFİKAT", "en": "CERTIFICATE", "ru": "СЕРТИФИКАТ"}
SPECIMEN = {"az": "NÜMUNƏ", "en": "SPECIMEN", "ru": "ОБРАЗЕЦ"}
DRAFT = {"az": "QARALAMA", "en": "DRAFT", "ru": "ЧЕРНОВИК"}

LABELS = {
    "hours": {"az": "Dərs saatı", "en": "Hours of study", "ru": "Учебных часов"},
    "level": {"az": "Səviyyə", "en": "Level", "ru": "Уровень"},
    "score": {"az": "Nəticə", "en": "Result", "ru": "Результат"},
    "cohort_dates": {"az": "Kursun tarixləri", "en": "Course dates", "ru": "Даты курса"},
    "completed_on": {"az": "Bitirmə tarixi", "en": "Completed on", "ru": "Дата окончания"},
    "issued_on": {"az": "Verilmə yeri və tarixi", "en": "Place and date of issue", "ru": "Место и дата выдачи"},
    "number": {"az": "Nömrə", "en": "Number", "ru": "Номер"},
    "valid_until": {"az": "Etibarlılıq müddəti", "en": "Valid until", "ru": "Действителен до"},
    "module": {"az": "Modul", "en": "Module", "ru": "Модуль"},
    "module_hours": {"az": "Saat", "en": "Hours", "ru": "Часы"},
    "total": {"az": "Cəmi", "en": "Total", "ru": "Всего"},
}

# The levels of the Common European Framework of Reference for Languages, in short words of our own.
LEVELS = {
    "A1": {"az": "başlanğıc səviyyə", "en": "beginner", "ru": "начальный уровень"},
    "A2": {"az": "elementar səviyyə", "en": "elementary", "ru": "элементарный уровень"},
    "B1": {"az": "orta səviyyə", "en": "intermediate", "ru": "средний уровень"},
    "B2": {"az": "ortadan yuxarı səviyyə", "en": "upper intermediate", "ru": "уровень выше среднего"},
}
ABILITIES = {
    "A1": {
        "az": "Gündəlik həyatda tanış ifadələri başa düşür və işlədir, özünü təqdim edir, həmsöhbəti asta və aydın danışdıqda sadə ünsiyyət qurur.",
        "en": "Understands and uses familiar everyday expressions, introduces herself or himself, and talks in a simple way when others speak slowly and clearly.",
        "ru": "Понимает и употребляет знакомые повседневные выражения, может представиться и вести простой разговор, если собеседник говорит медленно и чётко.",
    },
    "A2": {
        "az": "Ailə, alış-veriş, iş və yaşayış yeri haqqında tez-tez işlənən cümlələri başa düşür, gündəlik mövzularda sadə fikir mübadiləsi aparır.",
        "en": "Understands common sentences about family, shopping, work and the neighbourhood, and exchanges simple information on everyday matters.",
        "ru": "Понимает часто употребляемые фразы о семье, покупках, работе и месте жительства, обменивается простыми сведениями на бытовые темы.",
    },
    "B1": {
        "az": "İş, təhsil və istirahət haqqında aydın nitqin əsas fikrini başa düşür, əksər gündəlik vəziyyətlərdə danışa bilir, təcrübə və planlarını izah edir.",
        "en": "Understands the main points of clear speech about work, study and leisure, manages most everyday situations, and explains experiences and plans.",
        "ru": "Понимает основное в чёткой речи о работе, учёбе и отдыхе, справляется с большинством повседневных ситуаций, рассказывает о своём опыте и планах.",
    },
    "B2": {
        "az": "Mürəkkəb mətnlərin əsas məzmununu başa düşür, dil daşıyıcıları ilə sərbəst ünsiyyət qurur, geniş mövzularda aydın və ətraflı fikir bildirir.",
        "en": "Understands the main ideas of complex texts, talks fluently with native speakers, and gives clear, detailed opinions on a wide range of subjects.",
        "ru": "Понимает основное содержание сложных текстов, свободно общается с носителями языка, ясно и подробно высказывается по широкому кругу тем.",
    },
}

QR_ALTERNATIVE = {
    "az": "Sertifikatın yoxlanma ünvanının QR kodu",
    "en": "QR code with the address that verifies this certificate",
    "ru": "QR-код с адресом для проверки сертификата",
}
SIGNED_ALTERNATIVE = {
    "az": "İnternetsiz yoxlama üçün imzalanmış QR kod",
    "en": "Signed QR code to verify this certificate without internet",
    "ru": "Подписанный QR-код для проверки без интернета",
}
WITHOUT_INTERNET = {"az": "İnternetsiz yoxlama", "en": "Verify without internet", "ru": "Проверка без интернета"}
# The last part of the verifier's address.
VERIFIER = "verify-offline/"

SIGNATURE_ALTERNATIVE = {"az": "İmza", "en": "Signature", "ru": "Подпись"}


def per_cent(text: str) -> str:
    """`86 %` for a bare number; any other text as it is."""
    return f"{text} %" if text.isdigit() else text


def days_in_words(text: str, *, language: str) -> str:
    """An ISO date, or two with a slash between them, in words; any other text as it is."""
    try:
        days = [date.fromisoformat(part.strip()) for part in text.split("/")]
    except ValueError:
        return text
    return span_in_words(days[0], days[-1], language=language)
