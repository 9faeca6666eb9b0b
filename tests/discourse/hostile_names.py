"""Gazetteers in many scripts, of names that stand within and beside each other."""

import unicodedata

import pandas as pd
from hypothesis import strategies as st

COLUMNS = ["organization", "alias", "language", "match", "ambiguous", "valid_from", "valid_to"]

# organization, then alias and match of each way of naming it
ORGANIZATIONS = (
    *(("UN", "UN", "exact"), ("UN", "United Nations", "name"), ("UN", "ONU", "exact"), ("UN", "ООН", "exact")),
    *(("UN", "Организация Объединенных Наций", "name"), ("UN", "Організація Об'єднаних Націй", "name")),
    *(("UN", "ՄԱԿ", "exact"), ("UN", "Միավորված ազգեր և ժողովուրդներ", "name"), ("UN", "გაერო", "name")),
    *(("UN", "ΟΗΕ", "exact"), ("UN", "الأمم المتحدة", "any"), ("UN", "האו״ם", "any"), ("UN", "संयुक्त राष्ट्र", "any")),
    *(("UN", "联合国", "any"), ("UN", "国連", "any"), ("UN", "유엔", "any"), ("UN", "สหประชาชาติ", "any")),
    *(("UN", "Liên Hợp Quốc", "name"), ("UN", "Birləşmiş Millətlər", "name"), ("UN", "سازمان ملل متحد", "any")),
    *(("Rights-Council", "UN Human Rights Council", "name"), ("Rights-Council", "HRC", "exact")),
    *(("Security-Council", "UN Security Council", "name"), ("Security-Council", "联合国安理会", "any")),
    *(("Security-Council", "United Nations Security Council", "name"), ("Security-Council", "مجلس الأمن", "any")),
    *(("Assembly", "UN General Assembly", "name"), ("Assembly", "Генеральная Ассамблея ООН", "name")),
    *(
        ("UN-Envoy", "UN envoy", "any"),
        ("UN-Agency", "UN agency", "name"),
        ("Rapporteur", "news agency", "any"),
        ("UN-Experts", "UN experts", "any"),
    ),
    *(("UNESCO", "UNESCO", "exact"), ("UNESCO", "유네스코", "any"), ("UNESCO", "ЮНЕСКО", "exact")),
    *(("HRW", "HRW", "exact"), ("HRW", "Human Rights Watch", "name"), ("HRW", "منظمة مراقبة حقوق الإنسان", "any")),
    *(("HRW", "دیده\u200cبان حقوق بشر", "any"), ("HRW", "ヒューマン・ライツ・ウォッチ", "any")),
    *(("Amnesty", "Amnesty International", "name"), ("Amnesty", "Международная амнистия", "name")),
    *(("Amnesty", "Διεθνής Αμνηστία", "name"), ("Amnesty", "アムネスティ", "any"), ("Amnesty", "국제앰네스티", "any")),
    *(("Amnesty", "منظمة العفو الدولية", "any"), ("Amnesty", "אמנסטי אינטרנשיונל", "any")),
    *(("WHO", "WHO", "exact"), ("WHO", "World Health Organization", "name"), ("WHO", "Œuvre de la santé", "name")),
    *(("CARE", "CARE", "exact"), ("CARE", "CARE International", "name"), ("US", "US", "exact")),
    *(("US", "U.S. State Department", "name"), ("USAID", "U.S.A.I.D.", "exact"), ("EU", "EU", "exact")),
    *(("EU", "European Union", "name"), ("EU", "Европейский союз", "name"), ("EU", "欧盟", "any")),
    *(("MSF", "Médecins Sans Frontières", "name"), ("MSF", "MSF", "exact"), ("Union", "Union", "exact")),
    *(("Red-Cross", "Red Cross", "name"), ("Red-Cross", "Красный Крест", "name"), ("Red-Cross", "Røde Kors", "name")),
    *(("OSYM", "ÖSYM", "exact"), ("IHD", "İHD", "exact"), ("IHD", "İnsan Hakları Derneği", "name")),
    *(("Need", "Člověk v tísni", "name"), ("Rose", "Weiße Rose Stiftung", "name"), ("Laeger", "Læger", "name")),
    *(
        ("Rapporteur", "special rapporteur", "any"),
        ("UN-Expert", "UN expert", "any"),
        ("Torture", "Special Rapporteur on torture", "any"),
    ),
    *(("Mission", "OSCE Mission to Moldova", "name"), ("OSCE", "OSCE", "exact"), ("OSCE", "ОБСЕ", "exact")),
    *(("OSCE", "Organization for Security and Co-operation in Europe", "name"), ("Spokes", "spokesperson", "any")),
    *(("NK-Committee", "Nagorno-Karabakh Committee", "name"), ("Government", "Armenia's government", "any")),
    *(("Tatoyan", 'Center for Law and Justice "Tatoyan" Foundation', "name"), ("Office", "Office for Rights", "name")),
    *(
        ("Freedom-House", "Freedom House", "name"),
        ("Conflict", "Conflict Watch", "name"),
        ("Defender", "სახალხო დამცველი", "name"),
        ("PEN", "ペン", "any"),
    ),
    *(("Defender", "Մարդու իրավունքների պաշտպան", "any"), ("Shura", "مجلس الشورى", "any")),
    *(
        ("Oxfam", "ऑक्सफ\u093cैम", "any"),
        ("Tora", "Tora Tora", "name"),
        ("Lodz", "ŁÓDŹ", "exact"),
        ("Aegis", "ÆGIS", "exact"),
        ("Lodz", "Uniwersytet Łódzki", "name"),
        ("Oslo", "AEGIS OSLO", "exact"),
        ("Rights-Staff", "Rights Staff", "name"),
        ("Ministry", "सूचना मंत्रालय", "any"),
    ),
    *(("Parliament", "Milli Məclis", "name"), ("Unite", "UNiTE", "exact"), ("G20", "G20", "exact")),
    *(("Jurists", "International Commission of Jurists", "name"), ("Knesset", "הכנסת", "any")),
    *(("Court", "International Court of Justice", "name"), ("Radio", "Đài Tiếng nói Việt Nam", "name")),
)
# one acronym of two organizations, and names that are sometimes no names
SHARED = (("Jurists", "ICJ", "exact", "confirm"), ("Court", "ICJ", "exact", "confirm"))
DOUBTFUL = (
    *(("Amnesty", "Amnesty", "name", "confirm"), ("HRW", "Watch", "name", "confirm")),
    *(("WHO", "World Health", "name", "confirm"), ("Street", "Red Cross Street", "name", "never")),
    *(("Street", "улица Красный Крест", "any", "never"), ("Need", "NEED", "exact", "confirm")),
    *(("Bank", "Bank of the UN", "name", "never"), ("UN", "संयुक्त", "any", "confirm")),
)
PERIODS = (("1946", "2006-06-16"), ("", "1999"), ("2000-05", ""), ("2004-03-01", "2004-03-31"))
DATES = ("1998-05-05", "1999-12-31", "2004-03-01", "2004-02-29", "2006-06-17", "2010-01-01")


# names that are worth having together
TOGETHER = (
    *(
        "WHO CARE US Need",
        "Jurists Court",
        "UN Rights-Council Security-Council Assembly",
        "Office Conflict Rights-Staff",
    ),
    *("Torture UN-Envoy UN-Agency UN-Experts UN-Expert Mission Spokes Freedom-House Rapporteur",),
    *("Rose Laeger Radio OSYM IHD Parliament Red-Cross MSF Lodz Aegis",),
    *("NK-Committee Government Tatoyan OSCE HRW USAID Unite",),
)
THEMES = {organization: theme for theme in TOGETHER for organization in theme.split(" ")}


def script(name):
    return unicodedata.name(name[0]).split(" ")[0].replace("GREEK", "CYRILLIC")


@st.composite
def gazetteers(draw):
    """A gazetteer of 5 to 30 rows; only ICJ stands for two organizations, and it is marked as such."""
    theme = draw(st.sampled_from((*TOGETHER, *TOGETHER, *AROUND_IN)))
    together = [row for row in ORGANIZATIONS if theme in (script(row[1]), THEMES.get(row[0]))]
    rows = draw(st.lists(st.sampled_from(together), min_size=1, max_size=9, unique=True))
    rows += draw(st.lists(st.sampled_from(ORGANIZATIONS), min_size=3, max_size=15, unique=True))
    rows = [[*row, ""] for row in dict.fromkeys(rows)]
    if draw(st.booleans()) or rows[0][0] in ("Jurists", "Court"):
        rows += [list(row) for row in SHARED]
    rows += [list(row) for row in draw(st.lists(st.sampled_from(DOUBTFUL), max_size=3, unique=True))]
    rows += [[*row, ""] for row in ORGANIZATIONS if len(rows) < 5 and [*row, ""] not in rows][:2]
    periods = [draw(st.sampled_from(PERIODS)) if draw(st.integers(0, 7)) == 7 else ("", "") for _ in rows]
    table = [
        (organization, alias, "", match, ambiguous, *period)
        for (organization, alias, match, ambiguous), period in zip(rows, periods, strict=True)
    ]
    return pd.DataFrame(table, columns=COLUMNS, dtype=object)


# what stands at names of one script, by the first word of its letters' Unicode names
AROUND_IN = {
    "ARABIC": (
        *(("و", ""), ("ف", ""), ("ب", ""), ("ك", ""), ("ل", ""), ("ول", ""), ("وب", ""), ("س", ""), ("سو", "")),
        *(("ولب", ""), ("", "ية"), ("", "ي"), ("و\u064e", ""), ("", "\u064f"), ("", "،"), ("3و", ""), ("ـ", "ـ")),
    ),
    "HEBREW": (
        *(("ב", ""), ("וב", ""), ("ול", ""), ("ש", ""), ("מ", ""), ("ושב", ""), ("א", ""), ("אב", ""), ("", "־דוח")),
        *(("", "ים"), ("ו\u05b0", ""), ("", "\u05b8"), ("3ב", "")),
    ),
    "HANGUL": (
        *(
            ("", "은"),
            ("", "는"),
            ("", "으로"),
            ("", "에서는"),
            ("", "에게까지도"),
            ("", "까지도만은"),
            ("", "은행"),
            ("주", ""),
        ),
        *(
            ("", "군"),
            ("", "의회"),
            ("", "\u110b\u1173\u11ab"),
            ("", "\u11ab"),
            ("", "은2"),
            ("", "은联"),
            ("", "보다."),
        ),
    ),
    "KATAKANA": (
        ("ネ", ""),
        ("", "レ"),
        ("ー", ""),
        ("", "ー"),
        ("の", "の"),
        ("日本", "会"),
        ("", "・レ"),
        ("", "ﾚ"),
        ("", "\nレ"),
    ),
    "CJK": (
        ("据", "报道"),
        ("UN", "UN"),
        ("", "2020年"),
        ("", "_x"),
        ("", "ア"),
        ("\n", "\n联"),
        ("联\n", "\n"),
        ("", "々"),
    ),
    "THAI": (("ของ", "และ"), ("", "ั"), ("", "า"), ("UN", "2"), ("", "\nและ")),
    "ARMENIAN": (
        ("", "ի"),
        ("", "-ի"),
        ("", "֊ի"),
        ("", "՞"),
        ("", "՞ի"),
        ("«", "»՝"),
        ("", "։"),
        ("", "՞ "),
        ("ն՛", ""),
    ),
    "GEORGIAN": (("", "ს"), ("", "-ს"), ("„", "“"), ("ა", "")),
    "DEVANAGARI": (("", "।"), ("", "ों"), ("", "ी"), ("", "\u093c"), ("क", ""), ("", " की"), ("UN", "")),
    "CYRILLIC": (("", "а"), ("", "-"), ("анти", ""), ("", "\u0301"), ("«", "»"), ("", "\u00adовский")),
}
