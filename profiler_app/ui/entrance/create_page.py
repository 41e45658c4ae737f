"""Making a workspace: its name, its place, its passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.places import Place, look_at
from profiler_app.ui import icons, theme
from profiler_app.ui.entrance.front import CardTitle, FrontCard, FrontPage
from profiler_app.ui.entrance.passphrase_field import PassphraseField, StrengthMeter
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline

_LEFT, _RIGHT = 504, 416
_FORBIDDEN = '\\/:*?"<>|'


class CreatePage(FrontPage):
    """``create_asked`` carries file, name and passphrase once everything is as it should be."""

    create_asked = Signal(object, str, str)
    went_back = Signal()
    file_asked = Signal()
    sample_asked = Signal()

    def __init__(self, *, can_go_back: bool, folder: Path | None = None) -> None:
        self._card = FrontCard(_LEFT + _RIGHT, _LEFT)
        super().__init__(self._card)
        self._folder = folder or _documents()
        self._place = look_at(self._folder)
        self._busy = False
        self._title = CardTitle()
        self._labels = [Label() for _each in range(4)]
        self.name, self.where = QLineEdit(), QLineEdit()
        for field in (self.name, self.where):
            field.setProperty("field", "lg")
        self.where.setReadOnly(True)
        self.where.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._change = Button()
        self._place_note = Label("", "caption", "text.secondary", wrap=True)
        self.first, self.again = PassphraseField(), PassphraseField()
        self._meter = StrengthMeter()
        self.error = ErrorLine()
        self._back, self._file, self._sample = (Button(kind="link") for _each in range(3))
        self.button = Button(kind="primary")
        self._facts = _Facts()
        for link in (self._back,):
            link.setVisible(can_go_back)
        for link in (self._file, self._sample):
            link.setVisible(not can_go_back)
        self._lay_out()
        self._connect()
        self._fit()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._card)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._form = QWidget()
        left = QVBoxLayout(self._form)
        left.setContentsMargins(40, 36, 40, 28)
        left.setSpacing(0)
        left.addWidget(self._title)
        left.addSpacing(22)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.where, 1)
        place.addWidget(self._change)
        for label, field, below in (
            (self._labels[0], self.name, None),
            (self._labels[1], place, self._place_note),
            (self._labels[2], self.first, self._meter),
            (self._labels[3], self.again, self.error),
        ):
            left.addWidget(label)
            left.addSpacing(5)
            if isinstance(field, QWidget):
                left.addWidget(field)
            else:
                left.addLayout(field)
            if below is not None:
                left.addSpacing(6)
                left.addWidget(below)
            left.addSpacing(14)
        left.addStretch(1)
        left.addSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addSpacing(-12)  # the words of a link begin inside it
        for link in (self._back, self._file, self._sample):
            foot.addWidget(link)
        foot.addStretch()
        foot.addWidget(self.button)
        left.addLayout(foot)
        row.addWidget(self._form)
        row.addWidget(self._facts, 1)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._name_changed)
        self.first.textChanged.connect(self._check)
        self.again.textChanged.connect(self._check)
        self.name.returnPressed.connect(self.first.setFocus)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._create)
        self._change.clicked.connect(self._choose)
        self.button.clicked.connect(self._create)
        self._back.clicked.connect(self.went_back)
        self._file.clicked.connect(self.file_asked)
        self._sample.clicked.connect(self.sample_asked)
        theme.current().changed.connect(self._fit)

    def _fit(self) -> None:
        px = theme.current().px
        self._form.setFixedWidth(px(_LEFT))
        self._change.setFixedHeight(px(36))
        self.button.setFixedHeight(px(40))
        self._card.setMinimumHeight(616)  # larger text needs its room for itself

    # -- what is shown

    def activated(self) -> None:
        """Begin with the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Show every text in the current language; what was typed stays."""
        super().retranslate()
        self._title.say(_("New workspace"), _("Customer data is kept encrypted on this computer."))
        texts = (_("Name of the workspace"), _("Where it is kept"), _("Passphrase"), _("Once more"))
        fields = (self.name, self.where, self.first, self.again)
        for label, text, field in zip(self._labels, texts, fields, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
        self.name.setPlaceholderText(_("For example the name of your firm"))
        self._change.setText(pgettext("entrance", "Change"))
        self._back.setText(_("Back to unlocking"))
        self._file.setText(_("Open another file"))
        self._sample.setText(_("Look at sample data"))
        self._facts.retranslate()
        self.first.retranslate()
        self.again.retranslate()
        self._name_changed()
        self._show_button()

    @property
    def path(self) -> Path:
        """The file the workspace will be kept in."""
        name = "".join(sign for sign in self.name.text().strip() if sign not in _FORBIDDEN)
        usual = _("My customers")
        return self._folder / f"{name.rstrip('. ') or usual}.zhike"

    def _name_changed(self) -> None:
        self.where.setText(str(self.path))
        self.where.setCursorPosition(len(self.where.text()))
        text, warned = _about(self._place, self.path)
        self._place_note.setText(text)
        self._place_note.set_color("warning" if warned else "text.secondary")
        self._check()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Where the workspace is kept"), str(self._folder)
        )
        if chosen:
            self.put_in(Path(chosen))

    def put_in(self, folder: Path) -> None:
        """Keep the workspace in another folder."""
        self._folder, self._place = folder, look_at(folder)
        self._name_changed()

    # -- what is typed

    def _check(self) -> None:
        self._meter.show_strength(strength(self.first.text(), (self.name.text(),)))
        differs = bool(self.again.text()) and not self.first.text().startswith(self.again.text())
        self.error.say(_("The two passphrases are not the same yet.") if differs else "")
        self.again.set_wrong(wrong=differs)
        self._show_button()

    def is_ready(self) -> bool:
        """Return whether the workspace can be made."""
        typed = self.first.text()
        return (
            not self._busy
            and bool(self.name.text().strip())
            and self._place.writable
            and not self.path.exists()
            and typed == self.again.text()
            and strength(typed, (self.name.text(),)).score >= ENOUGH
        )

    def _show_button(self) -> None:
        self.button.setEnabled(self.is_ready())
        self.button.setText(_("Encrypting…") if self._busy else _("Create and encrypt"))

    def _create(self) -> None:
        if self.is_ready():
            self.create_asked.emit(self.path, self.name.text().strip(), self.first.text())

    def show_busy(self, *, busy: bool) -> None:
        """While the key is derived nothing can be changed."""
        self._busy = busy
        links = (self._change, self._back, self._file, self._sample)
        for widget in (self.name, self.where, self.first, self.again, *links):
            widget.setEnabled(not busy)
        self._show_button()

    def show_problem(self, problem: UserProblem) -> None:
        """Say why it was not made."""
        self.show_busy(busy=False)
        self.error.say(problem.sentence())


def _about(place: Place, path: Path) -> tuple[str, bool]:
    """Say what is worth knowing about the place, and whether it is a warning."""
    if path.exists():
        return _("There is a file of this name already. Choose another name."), True
    if not place.writable:
        return _("You may not write to this folder. Choose another one."), True
    if place.synced:
        text = _(
            "This folder seems to be synchronised with a cloud service: the encrypted file would "
            "leave this computer, and synchronising an open file can damage it."
        )
        return text, True
    if place.removable:
        text = _("This is a removable disk: close Zhike before you unplug it.")
        return text, True
    free = f"{place.free / 1e9:,.0f} GB"
    return _("{size} free; not in a synchronised folder").format(size=free), False


def _documents() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()


class _Facts(QWidget):
    """What never leaves this computer, and what nobody can do for one."""

    _ICONS = ("wifi-off", "lock", "hard-drive")

    def __init__(self) -> None:
        super().__init__()
        self._head = Label("", "heading")
        self._signs = [QLabel() for _icon in self._ICONS]
        self._lines = [(Label(), Label("", "caption", "text.secondary")) for _icon in self._ICONS]
        self._key = QLabel()
        self._warning = Label("", "heading")
        self._lost = Label("", "body", "text.secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 36, 36, 28)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addSpacing(16)
        for sign, (title, text) in zip(self._signs, self._lines, strict=True):
            column.addLayout(_beside(sign, title, text))
            column.addSpacing(16)
        column.addSpacing(6)
        column.addWidget(Hairline())
        column.addSpacing(20)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._key)
        head.addWidget(self._warning, 1)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self._lost)
        column.addStretch(1)
        self._dress()
        theme.current().changed.connect(self._dress)

    def _dress(self) -> None:
        ratio, side = self.devicePixelRatioF(), theme.current().px(18)
        for sign, icon in zip(self._signs, self._ICONS, strict=True):
            sign.setPixmap(icons.pixmap(icon, "success", side, ratio))
        self._key.setPixmap(icons.pixmap("key-round", "text.secondary", side, ratio))

    def retranslate(self) -> None:
        self._head.setText(_("Nothing leaves this computer"))
        texts = (
            (_("The program cannot go online"), _("No upload, no statistics, no update check")),
            (_("The whole file is encrypted"), _("AES-256; the passphrase is kept nowhere")),
            (_("The file is yours"), _("One file: copy it, back it up, delete it")),
        )
        for (title, text), said in zip(self._lines, texts, strict=True):
            title.setText(said[0])
            text.setText(said[1])
        self._warning.setText(_("Recovery key"))
        self._lost.setText(
            _(
                "The only way in when the passphrase is forgotten; it is shown once the workspace "
                "is made. We have no copy and no back door: without either of the two nobody can "
                "open the file."
            )
        )


def _beside(sign: QLabel, title: Label, text: Label) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(title)
    words.addWidget(text)
    row = QHBoxLayout()
    row.setSpacing(11)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
