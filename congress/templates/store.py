"""The versions of templates. A template that nobody has changed has none."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from congress.schema import Table, text


class TemplateVersion(Table, table=True):
    """One wording of a template, by whom and when. The highest number holds; the original is number 0."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    template: str = Field(index=True)
    number: int
    title: str = text()
    addressee: str = text(default="")
    body: str = text()
    restores: int | None = None  # the number of the version whose words these are again
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime
    seq: int


def versions(session: Session, template: str) -> list[TemplateVersion]:
    """Of one template, newest first."""
    query = select(TemplateVersion).where(TemplateVersion.template == template)
    return list(session.exec(query.order_by(col(TemplateVersion.number).desc())).all())


def newest(session: Session) -> dict[str, TemplateVersion]:
    """The version that holds, of every template that was changed."""
    rows = session.exec(select(TemplateVersion).order_by(col(TemplateVersion.number))).all()
    return {row.template: row for row in rows}
