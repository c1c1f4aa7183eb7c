"""蔵守 (Kuramori): keeps trade secrets and technical information; the rooms are described in docs/why."""

__version__ = "0.1.0"
