"""What a model may say beyond what every hub must: one module a topic, and every topic may be left out.

A topic's module holds the whole of it, so that whoever adds one touches three lines elsewhere:

* its rules: frozen dataclasses that derive from ``Rule`` or ``CodedRule`` (``rules.rule``);
* ``read(table)``: from its TOML table to the rule, with ``rules.pieces`` and the methods of ``Table``;
* ``say(rules)``: each of its facts in words (``rules.said``), for ``openmash model show`` and ``diff``;
* ``disagreements(rules, model)``: where it contradicts another table of the model.

The three lines: a field of ``OperatingModel`` with a default, a line in ``parsing._model`` that reads it
(``each_of(table, "key", topic.read, at_least=0)`` for an array of tables, ``optional_one(table, "key", topic.read)``
for one table), and a line each in ``saying.in_words`` and ``agreement.disagreements``.
"""
