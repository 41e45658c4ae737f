"""What the program is, where the data is, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app import __version__
from profiler_app.domain.text import N_, _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.licences_dialog import LicencesDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.switcher import reveal
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WORKS = (
    ("PySide6, Qt", "LGPL-3.0", N_("Window")),
    ("SQLite, SQLCipher, sqlcipher3", "Public domain, BSD-3-Clause, Zlib", N_("Encrypted file")),
    ("sqlite-utils", "Apache-2.0", N_("Tables of the file")),
    ("NumPy, pandas, SciPy, scikit-learn", "BSD-3-Clause", N_("Calculations")),
    ("matplotlib", "Matplotlib License (PSF)", N_("Charts")),
    ("python-calamine, XlsxWriter", "MIT, BSD-2-Clause", N_("Workbooks")),
    ("pypinyin, RapidFuzz", "MIT", N_("Pinyin, similar words")),
    ("threadpoolctl", "BSD-3-Clause", N_("Calm threads")),
    ("Noto Sans SC", "SIL Open Font License 1.1", N_("Font")),
    ("Lucide", "ISC", N_("Icons")),
)


class AboutSection(QWidget):
    """Program, file and licences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._program, self._licences = SettingsPanel(), SettingsPanel()
        self._version, self._offline, self._proof = SettingRow(), SettingRow(), SettingRow()
        self._show_file = Button()
        self._show_file.clicked.connect(lambda: reveal(desk.path))
        self._file = SettingRow(self._show_file)
        for row in (self._version, self._offline, self._proof, self._file):
            self._program.add(row)
        self._all, self._qt = Button(), Button()
        self._all.clicked.connect(self.show_licences)
        self._qt.clicked.connect(lambda: self.show_licences().show_part("Qt"))
        self._all_row, self._qt_row = SettingRow(self._all), SettingRow(self._qt)
        self._uses: list[tuple[Label, str]] = []
        self._licences.add(self._make_works())
        self._licences.add(self._all_row)
        self._licences.add(self._qt_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._program)
        column.addWidget(self._licences)
        column.addStretch(1)
        self.retranslate()

    def _make_works(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        for name, licence, use in _WORKS:
            row = QHBoxLayout()
            row.setSpacing(16)
            what = Label("", "body", "text.secondary")
            self._uses.append((what, use))
            row.addWidget(Label(name), 4)
            row.addWidget(what, 3)
            right = Label(licence, "caption", "text.secondary")
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(right, 4)
            column.addLayout(row)
        return holder

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._program.title.setText(_("About Zhike"))
        self._version.say(
            _("Version {version}").format(version=__version__), _("Licence of the program: MIT")
        )
        self._offline.say(
            _("The program cannot go online"),
            _(
                "No part of it can open a connection: it uploads nothing, counts nothing and "
                "looks for no updates."
            ),
        )
        self._proof.say(
            _("See for yourself"),
            _(
                "Pull the cable or turn on flight mode: everything works. Or watch the program: "
                "on Windows in the Resource Monitor under Network, on a Mac in the Activity "
                "Monitor, on Linux with: strace -f -e trace=network profiler demo. It never "
                "appears there."
            ),
        )
        self._file.say(_("Where the workspace is"), str(self._desk.path))
        self._show_file.setText(_("Show in its folder"))
        self._licences.title.setText(_("Made with"))
        self._all.setText(_("Show…"))
        self._qt.setText(_("Show…"))
        self._all_row.say(
            _("Licences in full"), _("Every part that is shipped, with the text of its licence")
        )
        self._qt_row.say(
            _("Qt may be replaced"),
            _("Qt is used under the LGPL and linked dynamically; how to put another build of it "
              "in its place stands in its notice."),
        )  # fmt: skip
        for label, use in self._uses:
            label.setText(_(use))

    def show_licences(self) -> LicencesDialog:
        """Open the licences in full."""
        dialog = LicencesDialog(self.window())
        dialog.open()
        return dialog

    def activated(self) -> None:
        """Nothing changes here."""
