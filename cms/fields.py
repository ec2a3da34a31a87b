"""The key by which a page points at its record."""

from django.db import models


class RecordKey(models.ForeignKey):
    """Points at the page's record, and makes the record when a page without one is saved for the first time.

    It works like `auto_now`: below every road on which a page comes into being (form, copy with its subpages,
    translation), and never for a preview, which is not saved. The model tells how by `make_record()`.
    """

    def pre_save(self, model_instance, add):
        if add and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.name, model_instance.make_record())
        return super().pre_save(model_instance, add)
