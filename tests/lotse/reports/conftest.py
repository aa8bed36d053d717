"""What reports need."""

from collections.abc import Iterator

import pytest

from tests.conftest import unmeasured


@pytest.fixture(scope="package", autouse=True)
def layout_is_not_measured() -> Iterator[None]:
    """Stop coverage while WeasyPrint lays out pages, in which no code of ours takes part."""
    from weasyprint import HTML

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTML, "render", unmeasured()(HTML.render))
        yield
