"""What gunicorn serves: the door that OPENMASH_DOOR names."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # a page that cannot be loaded stops the door now, and not its first visitor
