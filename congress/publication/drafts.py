"""Templates of notices: words to begin from. What only people know stands in 【】 and must be filled in. Pure."""

from typing import Final

from congress.publication.rules import Subject

DRAFTS: Final[dict[Subject, tuple[str, str]]] = {
    Subject.CANDIDATES: (
        "关于【职务】候选人的公示",
        "根据选举办法，经民主推荐和资格审查，现将【职务】候选人公示如下：\n【姓名、性别、单位、岗位，每人一行】",
    ),
    Subject.MODEL_WORKERS: (
        "关于【荣誉名称】推荐人选的公示",
        "经各单位推荐、评选，现将【荣誉名称】推荐人选公示如下：\n【姓名、单位、主要事迹，每人一行】",
    ),
    Subject.RESULT: (
        "关于【事项】结果的公示",
        "【会议名称】对【事项】进行了【表决、选举或评议】，现将结果公示如下：\n【结果】",
    ),
    Subject.PLAN: (
        "关于《【方案名称】》的公示",
        "《【方案名称】》已经【讨论或审议的情况】。现将全文公示如下，听取职工意见：\n【正文】",
    ),
}
"""Title and text by subject; a resolution brings its own."""
