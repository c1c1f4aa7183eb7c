"""見本の世界: three suppliers and one prime contractor, all invented, with a few years behind them.

Everything is done through the rooms' own verbs with the clock set to the day it would have happened, so the trail
and the histories are real ones. Filling twice changes nothing.
"""
