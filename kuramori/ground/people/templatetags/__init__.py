"""Tags for links inside an organisation."""
