"""What pypsrp makes of a message, in a form another decoder can be compared with.

A value is JSON where JSON has it: null, true, a number, text, a list. Everything
else is an object with one member that says what it is. Dates, durations,
versions and decimals are text, because pypsrp leaves them as it reads them.
"""

from __future__ import annotations

import base64
import uuid
import warnings
import xml.etree.ElementTree as ElementTree
from queue import Queue
from typing import Any

from pypsrp.complex_objects import ComplexObject, DictionaryMeta, GenericComplexObject, ListMeta, ObjectMeta
from pypsrp.messages import MessageType
from pypsrp.serializer import SerializationError, Serializer

_GENERIC = ObjectMeta("ObjDynamic", object=GenericComplexObject)


def decode(kind: int, text: str) -> Any:
    """The message's data, decoded as pypsrp decodes output: by its types, and as a bag where it knows none."""
    if not text:
        return None
    serializer = Serializer()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Messages other than output have no types; pypsrp's classes for them hold fewer values than they carry.
        if kind == MessageType.PIPELINE_OUTPUT:
            try:
                return _Plain(serializer).value(serializer.deserialize(text))
            except SerializationError:
                pass
        is_object = ElementTree.fromstring(text).tag == "Obj"
        return _Plain(serializer).value(serializer.deserialize(text, _GENERIC if is_object else None))


class _Plain:
    """Turns what the serializer made into JSON, as long as the serializer still knows what it referred to."""

    def __init__(self, serializer: Serializer) -> None:
        self._serializer = serializer
        self._around: list[Any] = []

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, float):
            return {"float": repr(value)}
        if isinstance(value, bytes):
            return {"bytes": base64.b64encode(value).decode()}
        if isinstance(value, uuid.UUID):
            return {"guid": str(value)}
        if isinstance(value, ElementTree.Element):
            # Without a key a secure string stays as it is.
            return {"secure": value.text}
        if any(each is value for each in self._around):
            return {"cycle": True}
        self._around.append(value)
        try:
            return self._collection(value)
        finally:
            self._around.pop()

    def _collection(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, Queue):
            return [self.value(each) for each in value.queue]
        if isinstance(value, dict):
            return {"dictionary": [[self.value(key), self.value(each)] for key, each in value.items()]}
        if isinstance(value, GenericComplexObject):
            return {"object": {
                "types": value.types, "to_string": value.to_string,
                "adapted": self._properties(value.adapted_properties.items()),
                "extended": self._properties(value.extended_properties.items()),
                "content": [self.value(each) for each in value.property_sets]}}
        if isinstance(value, ComplexObject):
            # One of pypsrp's own classes: it names the properties it looks for and passes over the others.
            def known(properties: Any) -> list[list[Any]]:
                return self._properties((meta.name, getattr(value, attribute)) for attribute, meta in properties)
            return {"known": {
                "to_string": value._to_string, "adapted": known(value._adapted_properties),
                "extended": known(value._extended_properties),
                "content": [self.value(getattr(value, attribute)) for attribute, _ in value._property_sets]}}
        raise TypeError(type(value).__name__)

    def _properties(self, items: Any) -> list[list[Any]]:
        return [[name, self.value(value)] for name, value in items]

    def _text(self, text: str) -> Any:
        """Text, or what pypsrp left as XML because its type was not said: then it is asked again, with the type."""
        if text.startswith("<Obj RefId="):
            return self.value(self._serializer.deserialize(text, _GENERIC, clear=False))
        for start, meta in (("<DCT", DictionaryMeta()), ("<LST", ListMeta())):
            if text.startswith(start):
                return self.value(self._serializer.deserialize(f"<Obj RefId='-1'>{text}</Obj>", meta, clear=False))
        return text
