"""Qt's own words (buttons of dialogs, menus of text fields) in the language of the window."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from profiler_app.domain.text import language


def speak_qt() -> None:
    """Let Qt speak the current language from now on; its own language is English."""
    application = QCoreApplication.instance()
    if application is None:
        return
    application.removeTranslator(_chinese())
    if language() == "zh":
        application.installTranslator(_chinese())


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator.load("qtbase_zh_CN", place)
    return translator
