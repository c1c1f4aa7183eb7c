"""情報管理台帳: what the house keeps secret, how secret, where, who may know it, and that anyone can see it is secret.

Words owned: asset (守るべき情報), grade (秘密区分, internal), layer (共有区分, towards the outside), keeper
(保管する人), version (what the entry said from a day until a day), grant (アクセスできる人), mark (識別表示),
review (見直し).
The ledger holds what is known about a secret, never the secret itself; a day that has passed is never overwritten.
It gives no legal verdict: 準備度 shows which records there are and which are thin.
"""
