"""
What a foreign resident's record distinguishes: the class of resident and the status of residence.
"""

from harness.words.codes import CodedEnum


class ResidentClass(CodedEnum):
    """
    The six classes of foreign residents of the table in 住基法30条の45; codes are our own.
    """

    MEDIUM_TO_LONG_TERM = ("1", "中長期在留者", "medium-to-long-term resident")
    SPECIAL_PERMANENT = ("2", "特別永住者", "special permanent resident")
    TEMPORARY_REFUGE = ("3", "一時庇護許可者", "person granted permission for temporary refuge")
    PROVISIONAL_STAY = ("4", "仮滞在許可者", "person granted permission for provisional stay")
    TRANSITIONAL_BY_BIRTH = ("5", "出生による経過滞在者", "transitional resident by birth")
    TRANSITIONAL_BY_LOSS = (
        "6", "国籍喪失による経過滞在者", "transitional resident by loss of nationality",
    )  # fmt: skip


class StatusOfResidence(CodedEnum):
    """
    在留資格: the 29 of 入管法別表第一 and 別表第二 as read on 2026-06-14, and 特別永住者; codes are our own.

    Divisions (高度専門職1号イ …) are not members. Which status was in force on a date is a matter of the law's
    tables, not of this list.
    """

    DIPLOMAT = ("Z01", "外交", "Diplomat")
    OFFICIAL = ("Z02", "公用", "Official")
    PROFESSOR = ("Z03", "教授", "Professor")
    ARTIST = ("Z04", "芸術", "Artist")
    RELIGIOUS_ACTIVITIES = ("Z05", "宗教", "Religious Activities")
    JOURNALIST = ("Z06", "報道", "Journalist")
    HIGHLY_SKILLED_PROFESSIONAL = ("Z07", "高度専門職", "Highly Skilled Professional")
    BUSINESS_MANAGER = ("Z08", "経営・管理", "Business Manager")
    LEGAL_ACCOUNTING_SERVICES = ("Z09", "法律・会計業務", "Legal/Accounting Services")
    MEDICAL_SERVICES = ("Z10", "医療", "Medical Services")
    RESEARCHER = ("Z11", "研究", "Researcher")
    INSTRUCTOR = ("Z12", "教育", "Instructor")
    ENGINEER = (
        "Z13", "技術・人文知識・国際業務", "Engineer/Specialist in Humanities/International Services",
    )  # fmt: skip
    INTRA_COMPANY_TRANSFEREE = ("Z14", "企業内転勤", "Intra-company Transferee")
    NURSING_CARE = ("Z15", "介護", "Nursing Care")
    ENTERTAINER = ("Z16", "興行", "Entertainer")
    SKILLED_LABOR = ("Z17", "技能", "Skilled Labor")
    SPECIFIED_SKILLED_WORKER = ("Z18", "特定技能", "Specified Skilled Worker")
    TECHNICAL_INTERN_TRAINING = ("Z19", "技能実習", "Technical Intern Training")
    CULTURAL_ACTIVITIES = ("Z20", "文化活動", "Cultural Activities")
    TEMPORARY_VISITOR = ("Z21", "短期滞在", "Temporary Visitor")
    STUDENT = ("Z22", "留学", "Student")
    TRAINEE = ("Z23", "研修", "Trainee")
    DEPENDENT = ("Z24", "家族滞在", "Dependent")
    DESIGNATED_ACTIVITIES = ("Z25", "特定活動", "Designated Activities")
    PERMANENT_RESIDENT = ("Z26", "永住者", "Permanent Resident")
    SPOUSE_OF_JAPANESE = ("Z27", "日本人の配偶者等", "Spouse or Child of Japanese National")
    SPOUSE_OF_PERMANENT = ("Z28", "永住者の配偶者等", "Spouse or Child of Permanent Resident")
    LONG_TERM_RESIDENT = ("Z29", "定住者", "Long-Term Resident")
    SPECIAL_PERMANENT_RESIDENT = ("Z30", "特別永住者", "Special Permanent Resident")
