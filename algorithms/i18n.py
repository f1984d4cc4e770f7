"""Texts in the user's language."""

from qgis.PyQt.QtCore import QCoreApplication

from ..core.log import Message


def tr(text):
    """Translate a literal; ``scripts/update_translations.py`` collects its calls.

    Parameters
    ----------
    text : str
        English text, complete, without data filled in.

    Returns
    -------
    str
    """
    return QCoreApplication.translate("CarbonFootprint", text)


def tr_message(message):
    """Translate a message of the core and fill in its data, messages among it translated too.

    Parameters
    ----------
    message : Message or str

    Returns
    -------
    str
    """
    if isinstance(message, Message):
        data = {
            name: tr_message(value) if isinstance(value, Message) else value
            for name, value in message.data.items()
        }
        return tr(message.template).format(**data)
    return str(message)
