"""The layered decision: may this go to them, under which conditions, who else decides, and what would open the door.

Words owned here: policy, cell, condition, addition, decision, reason, opening. One table (`policy`), one function
(`deciding.decide`); whoever wants a thousand times a thousand answers asks `many`. A decision tells the policy it rests
on by version and digest, so that it can be asked again years later. 共有しない has no exception: its layer is changed
first.
"""
