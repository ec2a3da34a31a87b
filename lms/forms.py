from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form in the common look."""
