"""保管場所: where things that must be kept safe lie, who holds the keys, who comes in, and what leaves the house.

Words owned: place (保管場所, one tree from the site down to a folder, a cloud service or somebody's head), zone
(区域), key (鍵), visit (来訪), device (端末), medium (媒体), take-out (持出し), cloud service (クラウドサービス),
software, trip (出張).
It knows no asset: the ledger points down at places. It never stores what lies in a place.
"""
