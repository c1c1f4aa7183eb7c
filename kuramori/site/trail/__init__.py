"""The pages of the trail: read it, look at one entry, take out what one may read, and its proof.

The room `ground.trail` lies below people and knows no roles; whoever reads here has passed `Can.TRAIL_READ`, and each
entry with an audience of its own also the door of the room that wrote it.
"""
