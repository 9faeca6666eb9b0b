"""The fields of an explorer, found as a person finds them: by what stands beside them."""


def parts_of(widget):
    """Return a widget and all that stands in it, from the top to the bottom."""
    return [widget, *(part for child in getattr(widget, "children", ()) for part in parts_of(child))]


def field(widget, description):
    """Return the field with a description."""
    return next(part for part in parts_of(widget) if getattr(part, "description", None) == description)


def shown(widget):
    """Return all HTML that stands in a widget."""
    return "\n".join(part.value for part in parts_of(widget) if type(part).__name__ == "HTML")
