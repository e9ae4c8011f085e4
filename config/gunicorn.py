"""How gunicorn serves a door (`openmash serve`): processes of a few threads, log lines without anything typed."""

import os

from config.log_lines import log_settings

wsgi_app = "config.wsgi:application"
proc_name = f"openmash-{os.environ.get('OPENMASH_DOOR', 'inside')}"
worker_class = "gthread"
workers = int(os.environ.get("OPENMASH_PROCESSES", "2"))
threads = int(os.environ.get("OPENMASH_THREADS", "4"))
preload_app = True  # the application is loaded once and shared: half the time to start, less memory
graceful_timeout = 5
timeout = 60
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None  # a line a page would hold addresses, and an address may hold a code
logconfig_dict = log_settings(
    level=os.environ.get("OPENMASH_LOG_LEVEL", "INFO"), lines=os.environ.get("OPENMASH_LOG", "text")
)
