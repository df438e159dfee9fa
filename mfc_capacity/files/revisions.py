"""A scenario as it stood at a git revision, and whatever it extends, without touching the working tree.

The revision is resolved once, to a commit; every file is then read from that commit's tree, byte for byte.
Paths are counted from the scenario's own folder, so that the file a scenario extends is read from the same
commit as the scenario.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mfc_capacity.files.layers import Reader, shown_path
from mfc_capacity.files.problems import say, usage_error

OPTION = "--baseline-ref"
# A hook of git runs with these set; a scenario's repository is the one that its own folder is in.
_OF_ANOTHER_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_INDEX_FILE")


def git_reader(ref: str, scenario: str) -> Reader:
    """Return a reader of files as they stand at a revision of the repository that a scenario is in.

    Raises:
        InputError: if there is no git, no repository, or no such revision.
    """
    if ref.startswith("-") or not ref.isprintable() or not ref.strip():
        raise usage_error(OPTION, say("files.not_a_revision", ref=ref), say("files.NAME_A_REVISION"))
    folder = os.path.dirname(scenario) or os.curdir  # noqa: PTH120 - as paths are joined in loading
    prefix = _git(folder, "rev-parse", "--show-prefix")
    if prefix.returncode:
        message = say("files.no_repository", file=shown_path(scenario))
        raise usage_error(OPTION, message, say("files.verbatim", words=_first_line(prefix.stderr)))
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit.returncode:
        raise usage_error(OPTION, say("files.unknown_revision", ref=ref), say("files.SHALLOW"))
    return _Revision(folder, prefix.stdout.decode().rstrip("\n"), commit.stdout.decode().strip()).read


@dataclass(frozen=True)
class _Revision:
    folder: str
    prefix: str
    commit: str

    def read(self, path: str, _most: int = 0, /) -> bytes:
        """Return a file's bytes; what is not in the commit is reported the way a missing file is.

        Raises:
            InputError: if the commit has the file, and it cannot be read.
        """
        below = os.path.normpath(os.path.join(self.prefix, os.path.relpath(path, self.folder)))  # noqa: PTH118
        name = f"{self.commit}:{Path(below).as_posix()}"
        if _git(self.folder, "rev-parse", "--verify", "--quiet", name).returncode:
            raise OSError(None, say("files.NOT_IN_THE_REVISION"))
        blob = _git(self.folder, "cat-file", "blob", name)
        if blob.returncode:
            message = say("files.git_cannot_read", file=shown_path(path))
            raise usage_error(OPTION, message, say("files.verbatim", words=_first_line(blob.stderr)))
        return blob.stdout


def in_repository(path: str) -> str:
    """Return a file's path from the root of its git work tree; as answers show it where there is no such root.

    The root is looked for and git not asked: in a container it refuses trees of another owner.
    """
    file = Path(path)
    folder = file.parent.resolve()
    root = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
    return shown_path(path) if root is None else shown_path(str((folder / file.name).relative_to(root)))


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # The arguments are a list, a revision stands behind --end-of-options, and git is what the user's path says.
    command = ["git", "-C", folder, *arguments]
    settings = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    settings["LC_ALL"] = "C"
    try:
        return subprocess.run(command, capture_output=True, check=False, env=settings)  # noqa: S603
    except FileNotFoundError:
        raise usage_error(OPTION, say("files.NO_GIT"), say("files.INSTALL_GIT")) from None


def _first_line(stderr: bytes) -> str | None:
    """Return the first line of what git says of a failure."""
    return next(iter(stderr.decode(errors="replace").strip().splitlines()), None)
