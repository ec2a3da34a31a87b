"""Rows that nobody may change or delete, whatever the code does: a trigger on both databases."""

from collections.abc import Iterable

from django.db.migrations.operations.base import Operation


class AppendOnly(Operation):
    """Refuses DELETE and UPDATE on a model's table; fields named in `but` may still change. The way back drops the triggers."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, but: Iterable[str] = ()):
        self.model_name = model_name
        self.but = tuple(but)

    def deconstruct(self):
        return self.__class__.__name__, [self.model_name], {"but": self.but} if self.but else {}

    def state_forwards(self, app_label, state):
        """The model's state stays as it is."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        frozen = [field.column for field in model._meta.concrete_fields if field.name not in self.but]
        for statement in creating(model._meta.db_table, frozen, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in dropping(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def describe(self):
        return f"Refuse UPDATE and DELETE on {self.model_name}"


class NoLongerAppendOnly(AppendOnly):
    """Takes the guard away, for a table that is about to be rebuilt or guarded in another way. The way back guards again."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Allow UPDATE and DELETE on {self.model_name}"


def creating(table: str, frozen: list[str], vendor: str) -> list[str]:
    """The statements that guard a table. `frozen`: the columns whose values stay as they were written."""
    refusal = f"{table} is append-only"
    if vendor == "sqlite":
        changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in frozen)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        ]
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in frozen)
    refuse = f"EXECUTE FUNCTION {table}_refuse()"
    return [
        f"""
        CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
    ]


def dropping(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")]
    triggers = [f"DROP TRIGGER {table}_no_{verb} ON {table}" for verb in ("update", "delete")]
    return [*triggers, f"DROP FUNCTION {table}_refuse()"]


class Frozen(Operation):
    """Refuses UPDATE of some columns, and DELETE, while `when` holds; a condition in SQL on OLD (and NEW, without DELETE).

    The condition may look at the row's own columns only: SQLite cannot rebuild a table that another's trigger reads.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, name: str, *, when: str, columns: tuple[str, ...], delete: bool = True):
        self.model_name = model_name
        self.name = name
        self.when = when
        self.columns = columns
        self.delete = delete

    def deconstruct(self):
        facts = {"when": self.when, "columns": self.columns, "delete": self.delete}
        return self.__class__.__name__, [self.model_name, self.name], facts

    def state_forwards(self, app_label, state):
        """The model's state stays as it is."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self.creating(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        vendor = schema_editor.connection.vendor
        for name in self.triggers(table):
            schema_editor.execute(f"DROP TRIGGER {name}" + ("" if vendor == "sqlite" else f" ON {table}"))
        if vendor != "sqlite":
            schema_editor.execute(f"DROP FUNCTION {table}_{self.name}_refuse()")

    def describe(self):
        return f"Freeze {', '.join(self.columns)} of {self.model_name} when {self.when}"

    def triggers(self, table: str) -> dict[str, str]:
        """What each trigger watches, by the trigger's name."""
        found = {f"{table}_{self.name}_update": f"UPDATE OF {', '.join(self.columns)}"}
        if self.delete:
            found[f"{table}_{self.name}_delete"] = "DELETE"
        return found

    def creating(self, table: str, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {self.when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {self.name}'); END"
                for name, event in self.triggers(table).items()
            ]
        function = f"""
            CREATE FUNCTION {table}_{self.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION '{table} is append-only: {self.name}' USING ERRCODE = 'integrity_constraint_violation';
            END $$"""
        return [function] + [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({self.when}) "
            f"EXECUTE FUNCTION {table}_{self.name}_refuse()"
            for name, event in self.triggers(table).items()
        ]


class NoLongerFrozen(Frozen):
    """Takes the guard away, for a table that is about to be rebuilt or guarded in another way. The way back guards again."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Thaw {', '.join(self.columns)} of {self.model_name}"
