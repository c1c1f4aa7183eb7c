"""Does the trail hold? Everything that is stored is compared with everything it should follow from."""

from kuramori.ground.trail.verifying.faults import Fault
from kuramori.ground.trail.verifying.verify import Verdict, verify

__all__ = ["Fault", "Verdict", "verify"]
