"""外から開けるか (reach): the house tries its own address, and lets somebody outside try it. Knows no organisation."""
