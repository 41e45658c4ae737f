#!/usr/bin/env python3
"""Set up and start Zhike, or set up and test it, on a machine with nothing but Python.

    python3 profiler_app/bootstrap.py run
    python3 profiler_app/bootstrap.py test
    python3 profiler_app/bootstrap.py test --quick

Standard library only, and written so that even an old Python can read it and say what it lacks.
"""

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "installed.sha256")
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")

# What Qt needs on a bare Debian or Ubuntu: library to look for -> package that brings it.
EVERYWHERE = {
    "glib-2.0": "libglib2.0-0",
    "GL": "libgl1",
    "EGL": "libegl1",
    "xkbcommon": "libxkbcommon0",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
}
ON_A_SCREEN = {
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
}


# Tests of the rules of the trade and of what is printed: no window, no data sets.
QUICK = ["tests/domain", "tests/reports", "tests/test_layout.py", "tests/test_texts.py"]


class Stop(Exception):
    """Set-up cannot go on; the text says why and what to do, in both languages."""


def say(english: str, chinese: str) -> None:
    """Print a line in both languages."""
    for line in (chinese, english):
        try:
            print(line, flush=True)
        except UnicodeEncodeError:  # a console that cannot write Chinese
            pass


def main(words: "list[str]") -> int:
    """Do what the words ask for and return the exit code."""
    if not words or words[0] not in ("run", "test"):
        say("usage: bootstrap.py run | test [pytest arguments]", "用法：bootstrap.py run | test")
        return 2
    try:
        check_python()
        check_libraries()
        python = make_environment()
        return run(python, words[1:]) if words[0] == "run" else test(python, words[1:])
    except Stop as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def check_python() -> None:
    """Stop when this Python is too old."""
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise Stop(
            "需要 Python 3.11 或更新版本，当前是 {0}。请安装后用它再运行一次。\n"
            "Python 3.11 or newer is needed; this is {0}. Install it and run this again.".format(
                found
            )
        )


def missing_packages() -> "list[str]":
    """Return the Debian packages of libraries that Qt needs and that are not here."""
    if not LINUX:
        return []
    needed = dict(EVERYWHERE, **ON_A_SCREEN) if has_display() else EVERYWHERE
    return [package for name, package in needed.items() if ctypes.util.find_library(name) is None]


def check_libraries() -> None:
    """Install missing system libraries when we may, else say exactly how."""
    missing = missing_packages()
    if missing and shutil.which("apt-get") is None:
        say(
            "Qt needs these libraries (Debian names): " + " ".join(missing),
            "Qt 需要以下系统库（Debian 包名）：" + " ".join(missing),
        )
    elif missing:
        apt_install(missing)


def apt_install(packages: "list[str]") -> None:
    """Install Debian packages as root; anybody else is told the exact line."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0:
        raise Stop(
            "缺少系统软件包。请运行：sudo {0}\nSystem packages are missing. Run: sudo {0}".format(
                line
            )
        )
    say("Installing " + " ".join(packages) + " …", "正在安装系统软件包……")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update"], env=quiet, stdout=subprocess.DEVNULL)
    done = subprocess.run(line.split(), env=quiet, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise Stop(
            "系统软件包没有装成，请手动运行：{0}\n"
            "The system packages could not be installed. Run: {0}".format(line)
        )


def make_environment() -> str:
    """Make .venv with exactly the locked packages and return its Python."""
    python = os.path.join(VENV, "Scripts" if WINDOWS else "bin", "python" + ".exe" * WINDOWS)
    wanted = fingerprint()
    if os.path.exists(python) and read(STAMP) == wanted:
        return python
    say(
        "Setting up in .venv (once, some minutes) …",
        "正在 .venv 中准备运行环境（仅第一次，需要几分钟）……",
    )
    if not is_this_python(python):
        make_venv()
    pip = pip_for(python) + ["--disable-pip-version-check", "--quiet"]
    install(pip + ["install", "--require-hashes", "--requirement", LOCK])
    install(pip + ["install", "--no-deps", "--no-build-isolation", "--editable", ROOT])
    with open(STAMP, "w") as file:
        file.write(wanted)
    return python


def is_this_python(python: str) -> bool:
    """Whether the environment is there and was made by the Python that runs this."""
    question = [python, "-c", "import sys; sys.exit(sys.hexversion != %d)" % sys.hexversion]
    return succeeds(question)


def make_venv() -> None:
    """Make an empty environment, also where Debian has taken pip out of venv."""
    options = ["--clear"]
    if importlib.util.find_spec("ensurepip") is None:
        options.append("--without-pip")
    if subprocess.run([sys.executable, "-m", "venv", VENV] + options).returncode:
        raise Stop(
            "无法创建 .venv。请检查此文件夹是否可写、磁盘是否已满：{0}\n"
            "Cannot make .venv. Check that this folder can be written and that the disk is not "
            "full: {0}".format(ROOT)
        )


def pip_for(python: str) -> "list[str]":
    """Return the command that installs into the environment: its own pip, else the system's."""
    if succeeds([python, "-m", "pip", "--version"]):
        return [python, "-m", "pip"]
    outside = [sys.executable, "-m", "pip"]
    if not succeeds(outside + ["--version"]):
        if shutil.which("apt-get") is None:
            raise Stop("此 Python 没有 pip，请先安装。\nThis Python has no pip; install it first.")
        apt_install(["python3-pip"])
    return outside + ["--python", python]


def succeeds(command: "list[str]") -> bool:
    """Whether a command can be run, says nothing of it, and ends well."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def install(command: "list[str]") -> None:
    """Run pip."""
    if subprocess.run(command).returncode:
        raise Stop(
            "依赖包没有装成。请检查网络或磁盘空间，然后再运行一次同样的命令。\n"
            "The packages could not be installed. Check the connection and the disk, then run the "
            "same command again."
        )


def fingerprint() -> str:
    """Return what the environment depends on: the lock, the project file, this Python."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (LOCK, os.path.join(ROOT, "pyproject.toml")):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read(path: str) -> "str | None":
    """Return the text of a file, None when there is none."""
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return None


def has_display() -> bool:
    """Whether a window can be shown."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(python: str, words: "list[str]") -> int:
    """Start the program on sample data; without a display, make the same trip without a window."""
    command = [python, "-m", "profiler_app", "demo"] + words
    if not has_display():
        say(
            "There is no display: the same trip runs without a window.",
            "没有显示器：改为无窗口方式走完同样的流程。",
        )
        command.append("--headless")
    return subprocess.run(command, cwd=ROOT).returncode


def test(python: str, words: "list[str]") -> int:
    """Run all tests, on every core a file at a time, the quick ones, or those named."""
    environment = dict(os.environ)
    if not has_display():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    every_core = ["--numprocesses", "auto", "--dist", "loadfile"]
    if words == ["--quick"]:
        words = every_core + QUICK
    words = words or every_core
    command = [python, "-X", "faulthandler", "-m", "pytest"] + words
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
