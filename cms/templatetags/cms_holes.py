from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def varies(context, kind: str, pk: int, name: str):
    """Includes a template whose content depends on the reader. In a shell it becomes a hole: see `cms.fast`."""
    part = context.template.engine.get_template(name)
    holes = context.get("holes")
    if holes is None:
        return part.render(context)

    def rendered(over: dict) -> str:
        with context.push(**over):
            return part.render(context)

    return holes.cut(kind, pk, context, rendered)
