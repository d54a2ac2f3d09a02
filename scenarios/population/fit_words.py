"""
What a comparison calls things, in Japanese and English.
"""

from __future__ import annotations

import calendar

from scenarios.population.compositions import TYPES

Words = dict[str, str]
"""One text by language."""

TYPE_WORDS: dict[str, dict[str, str]] = {
    "ja": dict(
        zip(
            TYPES,
            ("単独", "夫婦のみ", "夫婦と子", "男親と子", "女親と子", "その他"),
            strict=True,
        )
    ),
    "en": dict(
        zip(
            TYPES,
            (
                "one person", "couple", "couple with children", "father with children", "mother with children",
                "others",
            ),
            strict=True,
        )
    ),
}  # fmt: skip

MARGINALS: dict[str, Words] = {
    "age and sex": {"ja": "年齢と性別", "en": "age and sex"},
    "five-year ages": {"ja": "5歳階級", "en": "five-year ages"},
    "household type": {"ja": "世帯の類型", "en": "household type"},
    "household size": {"ja": "世帯人員", "en": "household size"},
    "nationality": {"ja": "国籍", "en": "nationality"},
    "Japanese and foreign": {"ja": "日本人と外国人", "en": "Japanese and foreign"},
    "month: same prefecture": {"ja": "県内の転入・転出の月", "en": "month of move, same prefecture"},
    "month: other prefecture": {"ja": "県外との転入・転出の月", "en": "month of move, other prefecture"},
    "month: within": {"ja": "転居の月", "en": "month of move, within the municipality"},
}

NATIONALITIES: dict[str, Words] = {
    "CHN": {"ja": "中国", "en": "China"},
    "VNM": {"ja": "ベトナム", "en": "Viet Nam"},
    "KOR": {"ja": "韓国", "en": "Korea"},
    "PHL": {"ja": "フィリピン", "en": "Philippines"},
    "NPL": {"ja": "ネパール", "en": "Nepal"},
    "BRA": {"ja": "ブラジル", "en": "Brazil"},
    "IDN": {"ja": "インドネシア", "en": "Indonesia"},
    "MMR": {"ja": "ミャンマー", "en": "Myanmar"},
    "TWN": {"ja": "台湾", "en": "Taiwan"},
    "USA": {"ja": "米国", "en": "United States"},
    "OTH": {"ja": "その他", "en": "others"},
}

WORDS: dict[str, Words] = {
    "title": {"ja": "{title}：住民{n:,}人", "en": "{title}: {n:,} residents"},
    "individual_number": {"ja": "個人番号", "en": "Individual Number"},
    "resident_record_code": {"ja": "住民票コード", "en": "Resident Record Code"},
    "made": {"ja": "基準日{day}、シード{seed}。", "en": "On {day}, seed {seed}."},
    "ranges": {
        "ja": "検査数字を除いた番号の範囲：{ranges}。",
        "en": "Numbers without check digit: {ranges}.",
    },
    "distance": {"ja": "公表値との隔たり", "en": "Distance from what was published"},
    "marginal": {"ja": "周辺分布", "en": "Marginal"},
    "variation": {"ja": "全変動距離", "en": "Total variation distance"},
    "limit": {"ja": "上限", "en": "Limit"},
    "verdict": {"ja": "判定", "en": "Verdict"},
    "within": {"ja": "✓ 範囲内", "en": "✓ within"},
    "over": {"ja": "✗ 超過", "en": "✗ over"},
    "few": {"ja": "– 超過（人数が少ない）", "en": "– over (few people)"},
    "few note": {
        "ja": "上限は住民100万人以上のためのもの。それより少なければ、偶然だけでも超える。",
        "en": "The limit is meant for a million residents and more; with fewer, chance alone goes beyond it.",
    },
    "ages": {"ja": "年齢", "en": "Ages"},
    "pyramid": {
        "ja": "人口ピラミッド：住民に占める割合、5歳階級と性別",
        "en": "Age pyramid: share of residents by five years of age and sex",
    },
    "ages note": {
        "ja": "棒はこの人口、黒い線は目標の5歳階級。",
        "en": "Bars are the population, black lines the five-year ages aimed at.",
    },
    "households": {"ja": "世帯", "en": "Households"},
    "nationalities": {"ja": "国籍", "en": "Nationalities"},
    "months": {"ja": "異動の月", "en": "Months of moves"},
    "bars note": {
        "ja": "棒はこの人口、黒い線は公表値。",
        "en": "Bars are the population, black lines what was published.",
    },
    "men": {"ja": "男", "en": "men"},
    "women": {"ja": "女", "en": "women"},
    "people": {"ja": "{n}人", "en": "{n}"},
    "or more": {"ja": "{n}人以上", "en": "{n} and more"},
    "of": {"ja": "{share:.1%}（公表{wanted:.1%}）", "en": "{share:.1%} (published {wanted:.1%})"},
    "aimed": {"ja": "{share:.2%}（目標{wanted:.2%}）", "en": "{share:.2%} (aimed at {wanted:.2%})"},
    "notice": {
        "ja": "ここに挙がる人はすべて架空である。番号の検査数字は正しく、宣言した範囲にあるが、"
        "実在の人の番号でないことは証明できない。実際のシステムには決して入れない。",
        "en": "Every person here is invented. The numbers carry valid check digits and lie in the declared ranges; "
        "that none of them belongs to a living person cannot be proved. Never give them to a real system.",
    },
    "provable notice": {
        "ja": "ここに挙がる人はすべて架空であり、個人番号と住民票コードの検査数字はすべて誤っている。誰の番号でもない。"
        "登録システムには決して入れない。",
        "en": "Every person here is invented, and every Individual Number and Resident Record Code has a wrong check "
        "digit: they belong to nobody. Never give them to a registry.",
    },
}


def word(name: str, language: str, /, **values: object) -> str:
    """
    A text in one language with its values.
    """
    return WORDS[name][language].format(**values)


def notice(*, provable: bool, language: str) -> str:
    """
    What must be told with every population.
    """
    return word("provable notice" if provable else "notice", language)


def size_words(language: str) -> dict[int, str]:
    """
    Sizes of households; seven stands for seven and more.
    """
    return {n: word("or more" if n == 7 else "people", language, n=n) for n in range(1, 8)}


def month_words(language: str) -> dict[int, str]:
    """
    The twelve months.
    """
    return {n: f"{n}月" if language == "ja" else calendar.month_name[n] for n in range(1, 13)}


def nationality_words(codes: dict[str, int], language: str) -> dict[str, str]:
    """
    Names of nationalities, and the code where there is no name.
    """
    return {code: NATIONALITIES.get(code, {}).get(language, code) for code in codes}
