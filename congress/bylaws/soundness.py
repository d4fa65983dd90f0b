"""Whether a profile, read without error, also makes sense: checked before an edited copy is accepted."""

from congress.bylaws.codec import Complaints
from congress.bylaws.matter import Matter
from congress.bylaws.shapes import DEADLINES, MATTERS, Measure, Profile
from congress.bylaws.terms import Form
from congress.i18n import Message, say


def matter_complaints(matter: Matter) -> Complaints:
    """What does not make sense about a matter, by field."""
    unsourced = say("请注明出处：法规名称、条款、是否见过条文")
    checks: tuple[tuple[bool, str, Message], ...] = (
        (not matter.zh, "zh", say("请填写名称")),
        (not matter.forms, "forms", say("请至少允许一种表决方式")),
        (len(set(matter.forms)) < len(matter.forms), "forms", say("同一种表决方式只写一次")),
        (
            matter.threshold == 1 and matter.strict,
            "threshold",
            say("不可能超过全部票数；如需全票，请改为“达到”"),
        ),
        (matter.threshold == 0, "threshold", say("通过线须大于零；只听取意见的事项请留空")),
        (matter.threshold is not None and not matter.threshold_sources, "threshold_sources", unsourced),
        (matter.quorum > 0 and not matter.quorum_sources, "quorum_sources", unsourced),
        (set(matter.forms) != set(Form) and not matter.form_sources, "form_sources", unsourced),
        (matter.proposers is not None and not matter.proposers_sources, "proposers_sources", unsourced),
    )
    return {field: complaint for wrong, field, complaint in reversed(checks) if wrong}


def profile_complaints(profile: Profile) -> Complaints:
    """What does not make sense about a profile, by path."""
    found = band_complaints(profile) | limit_complaints(profile) | deadline_complaints(profile)
    found |= {f"matters.{key}": say("缺少这一项") for key in MATTERS if key not in profile.matters}
    for key, matter in profile.matters.items():
        path = f"matters.{key}"
        found |= {f"{path}.{field}": complaint for field, complaint in matter_complaints(matter).items()}
        if matter.key != key:
            found[f"{path}.key"] = say("应与条目名称“{key}”一致", key=key)
        if set(matter.follow_up) - set(profile.deadlines):
            found[f"{path}.follow_up"] = say("只能引用本规则中的期限")
    if not (profile.id and profile.zh):
        found["id" if not profile.id else "zh"] = say("请填写名称")
    return found


def band_complaints(profile: Profile) -> Complaints:
    """Bands cover every headcount, one after another."""
    starts = [band.since for band in profile.delegates]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        return {"delegates": say("各档须从 0 人开始，人数逐档增加")}
    return {
        f"delegates.{index}.per": say("须大于零")
        for index, band in enumerate(profile.delegates)
        if band.per == 0
    }


def limit_complaints(profile: Profile) -> Complaints:
    """Only an upper or lower bound has a number."""
    return {
        f"limits.{index}.share": say("上限和下限须填比例，其他不填")
        for index, limit in enumerate(profile.limits)
        if (limit.measure in (Measure.MOST, Measure.LEAST)) != (limit.share is not None)
    }


def deadline_complaints(profile: Profile) -> Complaints:
    """A deadline stands under its own key, and those every profile has are there."""
    missing = {f"deadlines.{key}": say("缺少这一项") for key in DEADLINES if key not in profile.deadlines}
    return missing | {
        f"deadlines.{key}.key": say("应与条目名称“{key}”一致", key=key)
        for key, deadline in profile.deadlines.items()
        if deadline.key != key
    }
