from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form in the common look: a summary of errors with links, then label, hint, error and field, in this order."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
