"""技術情報管理 自己チェック報告書: one sheet, its score, its shape, its next three actions and every answer."""
