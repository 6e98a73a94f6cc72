"""What the command line does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import harvester.store
from harvester.store.database import known_revisions

UNUSED = ("alembic", "fastapi", "uvicorn", "jinja2", "scrapy", "twisted", "pdfplumber", "pypdf")
"""Nothing of these has a part in an answer."""


def test_a_query_imports_nothing_that_it_does_not_use(library: Path) -> None:
    """Each of them would take longer than the query."""
    program = (
        "import sys\n"
        "from search.cli import main\n"
        "try:\n"
        f"    main(['query', 'skole', '--data', {str(library)!r}])\n"
        "finally:\n"
        "    sys.stderr.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert "5 hits" in done.stdout
    assert set(UNUSED).isdisjoint(done.stderr.split())


def test_the_names_of_the_migrations_say_which_is_newest() -> None:
    """As the library that runs them finds by their contents."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(harvester.store.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(settings)

    assert known_revisions()[-1] == scripts.get_current_head()
    assert set(known_revisions()) == {script.revision for script in scripts.walk_revisions()}
