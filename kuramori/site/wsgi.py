"""The web process' entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from kuramori.site.whole_body import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuramori.site.settings")
application = whole_bodies(get_wsgi_application())
# What was read until here stays for good: no collection needs to look at it again. `kuramori.site.child` turned the
# collector off before, which is a tenth of the start.
gc.freeze()
gc.enable()
