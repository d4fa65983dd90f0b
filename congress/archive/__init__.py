"""What leaves the house to stand alone: the export, its verification, and backups."""

from congress.archive.backup import backup, restore
from congress.archive.export import export

__all__ = ["backup", "export", "restore"]
