"""The pages of a check inside an organisation: each view passes the door once and calls one verb or one reader."""
