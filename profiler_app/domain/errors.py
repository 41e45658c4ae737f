"""Problems a user can act on. Anything else that is raised is our bug."""

from __future__ import annotations

from typing import ClassVar

from profiler_app.domain.text import N_, _


class UserProblem(Exception):
    """A situation the user can resolve; ``sentence()`` says what happened and what to do next.

    Subclasses set ``code`` (stable, for programs) and ``template`` (an English text with named
    placeholders, translated when it is shown). The placeholders are given as keyword arguments
    and kept in ``facts``; they must never hold a passphrase.
    """

    code: ClassVar[str] = "problem"
    template: ClassVar[str] = N_("Something is not as it should be.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def sentence(self) -> str:
        """Return one sentence in the current language."""
        return _(self.template).format(**self.facts)

    def __str__(self) -> str:
        return self.sentence()


class WrongPassphraseOrDamaged(UserProblem):
    """The file does not open: SQLCipher cannot tell a wrong passphrase from damage."""

    code = "wrong_passphrase_or_damaged"
    template = N_(
        "{file} does not open: the passphrase is wrong or the file is damaged. Nothing was "
        "changed. Check the passphrase (capitals, input method); if it is right, restore a backup."
    )


class WrongPassphrase(UserProblem):
    """The passphrase asked for before something serious is not that of the open workspace."""

    code = "wrong_passphrase"
    template = N_("The passphrase is not right. Nothing was changed. Please type it again.")


class WrongRecoveryKey(UserProblem):
    """A recovery key that was typed without a slip belongs to another file, or was made void."""

    code = "wrong_recovery_key"
    template = N_(
        "This recovery key does not open {file}. Nothing was changed. It belongs to another "
        "workspace, or the passphrase was changed after it was written down."
    )


class NoRecoveryKey(UserProblem):
    """A file made by the first version has no recovery key yet."""

    code = "no_recovery_key"
    template = N_(
        "This workspace was made before there were recovery keys. Make one: Settings, Recovery "
        "key, or profiler recovery --renew."
    )


class BackupDiffers(UserProblem):
    """A backup that was read again does not hold what the workspace holds."""

    code = "backup_differs"
    template = N_(
        "The backup {file} could not be verified and was removed; the workspace itself is as it "
        "was. Check the disk, or choose another folder."
    )


class BackupDamaged(UserProblem):
    """A copy cannot be restored; ``reason`` says what is wrong with it."""

    code = "backup_damaged"
    template = N_(
        "{file} cannot be restored: {reason} It was left as it is. Choose an older copy; the one "
        "in use was not touched."
    )


class NoBackup(UserProblem):
    """There is no copy to rehearse with."""

    code = "no_backup"
    template = N_("There is no copy to restore ({file}). Make one first: Settings, Back up now.")


class OnLegalHold(UserProblem):
    """Somebody who must be kept by law cannot be erased."""

    code = "on_legal_hold"
    template = N_(
        "{number} is on legal hold until {until} and was not erased. Profiling and marketing are "
        "stopped already; erase after that day, or end the hold first: Settings, Consents."
    )


class GuardianNeeded(UserProblem):
    """A child cannot agree for itself (PIPL article 31)."""

    code = "guardian_needed"
    template = N_(
        "Nothing was recorded: {number} is under fourteen, so a guardian has to agree. "
        "Choose “Agreed by a guardian” and note who it was and how they are related."
    )


class NothingToRescue(UserProblem):
    """Not even the list of tables of a damaged file can be read."""

    code = "nothing_to_rescue"
    template = N_(
        "Nothing can be read from {file}: the list of its tables is lost, or the passphrase is "
        "wrong. It was left as it is. Restore the newest backup."
    )


class NotAWorkspace(UserProblem):
    """The path holds something else."""

    code = "not_a_workspace"
    template = N_("{file} is not a Zhike workspace. Choose a file that ends in .zhike.")


class BrokenTable(UserProblem):
    """A code table in the user's folder cannot be used."""

    code = "broken_table"
    template = N_(
        "The table {file} cannot be used: {reason}. Put it right, or move it out of the folder."
    )


class NewerWorkspace(UserProblem):
    """The file was written by a newer version of the program."""

    code = "newer_workspace"
    template = N_(
        "{file} was last used with a newer version of Zhike (format {found}, this program reads "
        "up to {known}). Nothing was changed. Update Zhike and open it again."
    )


class WorkspaceMissing(UserProblem):
    """There is no file at the path."""

    code = "workspace_missing"
    template = N_("There is no workspace at {file}. Check the path, or make one with: {command}")


class WorkspaceExists(UserProblem):
    """A new workspace would overwrite a file."""

    code = "workspace_exists"
    template = N_("{file} exists already and was left as it is. Choose another name.")


class WorkspaceInUse(UserProblem):
    """Another program writes to the workspace."""

    code = "workspace_in_use"
    template = N_(
        "{file} is open for writing elsewhere ({holder}). Nothing was changed. Close it there, "
        "then try again; reading still works."
    )


class ReadOnlyPlace(UserProblem):
    """The file or its folder cannot be written."""

    code = "read_only"
    template = N_(
        "{file} cannot be written: the file or its folder is read-only. Nothing was changed. "
        "Copy the workspace to a folder you may write to, and open it there."
    )


class DiskFull(UserProblem):
    """No space is left."""

    code = "disk_full"
    template = N_(
        "The disk that holds {file} is full. Nothing was saved and nothing was damaged. Free some "
        "space, then do it again."
    )


class UnreadableFile(UserProblem):
    """A file to import cannot be read; ``reason`` is a translated sentence part."""

    code = "unreadable_file"
    template = N_("{file} cannot be read: {reason}")


class NothingToImport(UserProblem):
    """The file holds no data rows."""

    code = "nothing_to_import"
    template = N_("{file} holds no data rows: {reason} Nothing was imported.")


class MappingProblem(UserProblem):
    """The columns do not say enough to import."""

    code = "mapping"
    template = N_("{file} was not imported: {reason}")


class CustomerNotFound(UserProblem):
    """No customer has this number or identifier."""

    code = "customer_not_found"
    template = N_(
        "No customer has the number or identifier {customer}. Look it up with: profiler list"
    )


class TagNotFound(UserProblem):
    """No tag has this id or name; ``nearest`` names the one that looks most like it."""

    code = "tag_not_found"
    template = N_("There is no tag {tag}. Did you mean {nearest}?")


class RuleProblem(UserProblem):
    """A rule does not parse or names something unknown; ``position`` counts from 0."""

    code = "rule"
    template = N_("The rule is not valid at character {position}: {reason}")


class FieldProblem(UserProblem):
    """A field of one's own cannot be defined, changed or given up as asked."""

    code = "field"
    template = N_("The field was not saved: {reason}")


class OperationProblem(UserProblem):
    """An operation of the history cannot be undone as asked."""

    code = "operation"
    template = N_("Operation {operation} cannot be undone: {reason}")


class ConsentNeeded(UserProblem):
    """A field is only kept with a consent of its own, which was not given."""

    code = "consent_needed"
    template = N_("“{field}” needs a consent of its own. Record the consent “{purpose}” first.")


class NothingExported(UserProblem):
    """There is nothing to write into a file, or nobody said what of it."""

    code = "nothing_exported"
    template = N_("Nothing was exported: {reason}")


class ChangedMeanwhile(UserProblem):
    """Somebody else, or another window, changed what is about to be saved."""

    code = "changed_meanwhile"
    template = N_(
        "Changed by somebody else in the meantime: {fields}. Nothing was saved. Look at the new "
        "values and save again if yours are right."
    )


class TooLittleData(UserProblem):
    """A calculation refuses, naming what it has and what it needs."""

    code = "too_little_data"
    template = N_("{what} needs at least {needed}; there are {found}. Import more data first.")


class NotComputed(UserProblem):
    """Features and tags were never computed."""

    code = "not_computed"
    template = N_("Nothing has been computed yet. Refresh the workspace first: profiler refresh")


class NoModelToAsk(UserProblem):
    """There is no model that could say what would be: too little data, or no usable field."""

    code = "no_model_to_ask"
    template = N_(
        "The data allow no model that could be asked. Run the model to see what is missing."
    )


class NoGroups(UserProblem):
    """Customers are spread evenly: any groups would be drawn at will."""

    code = "no_groups"
    template = N_(
        "No groups stand out in these fields (silhouette {found:.2f}; evenly spread customers "
        "would have {chance:.2f}). Choose other fields, or say how many groups you want."
    )


class GroupsNotKept(UserProblem):
    """Groups that were found cannot be saved or adopted as asked."""

    code = "groups_not_kept"
    template = N_("The groups were not saved: {reason}")


class RfmProblem(UserProblem):
    """Scores were asked for with edges, weights or tiers that do not fit together."""

    code = "rfm"
    template = N_("RFM was not scored: {reason}")


class NoLegalBasis(UserProblem):
    """Data of a partner were to be imported, and nobody said on which legal basis."""

    code = "no_legal_basis"
    template = N_(
        "The data come from {partner}. Personal data of others may be combined with yours only on "
        "a legal basis: name it (--legal-basis), e.g. the consent of the customers or a contract "
        "with them. Nothing was imported."
    )


class TooManyRules(UserProblem):
    """So little support was asked for that the rules cannot be counted."""

    code = "too_many_rules"
    template = N_(
        "With a support of {support} there are more than {n:,} combinations. Ask for a higher "
        "support (--min-support), e.g. ten times as much."
    )


class CampaignProblem(UserProblem):
    """A campaign cannot be planned, saved or measured as asked."""

    code = "campaign_problem"
    template = N_("Nothing was done: {reason}")


class ColumnNotFound(UserProblem):
    """A command names a column or field that is not there."""

    code = "column_not_found"
    template = N_("There is no column {name}. There are: {columns}.")


class TableProblem(UserProblem):
    """A table that is only looked at does not say what is needed."""

    code = "table_problem"
    template = N_("{file} does not say enough: {reason}")
