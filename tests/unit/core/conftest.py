"""The key server that tests of keys share."""

from collections.abc import Iterator

import pytest

from tests import key_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[key_server.KeyServer]:
    """A real key server."""
    with key_server.running(tmp_path_factory.mktemp("key-server")) as running:
        yield running
